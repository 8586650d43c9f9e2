using KioskSuite.Devices;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Simulation.Cuts;

/// <summary>Central's rows against the world: no double issue, no live card elsewhere than in a hand.</summary>
internal sealed class CentralView(Watch watch, World world)
{
    private bool _stopped;

    public void Check()
    {
        var cards = world.Centre.Cards();
        var stopped = cards[0].State == "stopped";
        watch.Require(stopped || !_stopped, "a stop is never undone", cards[0].State);
        _stopped = stopped;
        var live = cards.Skip(1).Where(c => c.State != "void").ToList();
        watch.Require(live.Count <= 1, "no double issue", string.Join(", ", live));
        foreach (var active in live.Where(c => c.State == "active"))
        {
            var card = CardOf(active.Ticket);
            var where = card?.Place ?? Place.Hopper;
            watch.Require(where == Place.Taken, "active only in a hand", $"{active.Ticket} at {where}");
            watch.Require(card is { Striped: true, Printed: true }, "active only when finished", active.Ticket);
            watch.Require(stopped, "no double issue", "old and new card are both live");
        }
    }

    /// <summary>What the journal says of the end is what central and world say.</summary>
    public void Ended(Entry entry)
    {
        var ended = CaseEnded.Parser.ParseFrom(entry.Payload);
        var cards = world.Centre.Cards();
        var live = cards.Skip(1).Where(c => c.State != "void").ToList();
        var last = cards.Count > 1 ? CardOf(cards[^1].Ticket)?.Place ?? Place.Hopper : Place.Hopper;
        var empty = world.Machine.Inside is null;
        var stopped = cards[0].State == "stopped";
        var holds = ended.Ending switch
        {
            Ending.CardTaken => stopped && live is [{ State: "active" }] && last == Place.Taken,
            Ending.CardRetained => stopped && live.Count == 0 && empty && world.Machine.Count(Place.Retained) > 0,
            Ending.LossRecorded => stopped && live.Count == 0 && empty,
            Ending.Refused => !stopped && cards.Count == 1 && empty,
            Ending.NeedsStaff => stopped,
            _ => false,
        };
        watch.Require(
            holds, "the ending is the truth", $"{ended}, {string.Join(", ", cards)}, last card at {last}");
    }

    private Plastic? CardOf(string ticket) => world.Machine.Cards.LastOrDefault(c => c.Ticket == ticket);
}
