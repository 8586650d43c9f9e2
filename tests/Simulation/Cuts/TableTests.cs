using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// No pair unhandled: every shape of a case with everything a printer can show, followed until it ends or waits for
/// the printer, whatever central, motors and people answer on the way.
/// </summary>
public sealed class TableTests
{
    private const int Rounds = 12;
    private const byte Unknown = 0;
    private const byte Under = byte.MaxValue;

    /// <summary>Rounds until the end, plus one, by pair; 0 is not looked at yet.</summary>
    private readonly byte[] _rounds = new byte[TableShape.Count];

    [Fact]
    public void Every_pair_ends_within_the_rounds_that_settling_takes()
    {
        var longest = 0;
        for (var code = 0; code < TableShape.Count; code++)
        {
            longest = Math.Max(longest, RoundsOf(code));
        }

        Console.WriteLine($"settling table: {TableShape.Count} pairs, at most {longest} rounds");
        longest.ShouldBeLessThanOrEqualTo(Rounds);
    }

    private int RoundsOf(int code)
    {
        if (_rounds[code] == Under)
        {
            Assert.Fail($"settling goes round in circles at {Words(code)}");
        }

        if (_rounds[code] == Unknown)
        {
            _rounds[code] = Under;
            var (state, seen) = TableShape.Decode(code);
            var act = Settle.Next(state, seen);
            var unsafeBecause = WhyNot(act, state, seen);
            Assert.True(unsafeBecause.Length == 0, $"{act}, but {unsafeBecause}, at {Words(code)}");
            var most = 0;
            foreach (var (next, shown) in TableShape.After(act, state, seen))
            {
                var then = TableShape.Encode(next, shown);
                // While central is away the void stays open: settling leaves, and comes back later.
                var waits = act == SettleAct.Void && then == code;
                most = waits ? most : Math.Max(most, RoundsOf(then));
            }

            _rounds[code] = (byte)(most + 2);
        }

        return _rounds[code] - 1;
    }

    private static string WhyNot(SettleAct act, CaseState s, Devices.Sighting? seen) => act switch
    {
        SettleAct.Activate when !s.Taken => "nobody has the card",
        SettleAct.Retain when s.Void == CallState.None => "no void was intended",
        SettleAct.Void when s.Taken => "a hand has the card",
        SettleAct.WaitTaken when !s.Proved || !s.Presented => "the card is not finished",
        SettleAct.WaitTaken when seen?.At != Devices.Place.Exit => "the card is not at the exit",
        SettleAct.AskStaff when s.LostSight => "staff have said that they do not know",
        SettleAct.Wait when seen is not null => "the printer has answered",
        SettleAct.Observe when seen is null && !s.SeenByPerson => "nobody has seen anything",
        SettleAct.End when s.Stop == CallState.Open || s.Order == CallState.Open => "central has not answered",
        SettleAct.End when s is { Order: CallState.Done, Taken: false } && s.Void is CallState.None or CallState.Open =>
            "the number is alive",
        SettleAct.End when s is { Order: CallState.Done, Stuck: false, Place: not Place.Hopper, Taken: false }
            && seen?.At is not null && s.NeedsDevices => "a card is inside",
        _ => "",
    };

    private static string Words(int code)
    {
        var (s, seen) = TableShape.Decode(code);
        return $"stop {s.Stop}, order {s.Order}, activation {s.Activation}, void {s.Void}, place {s.Place}, moving to "
            + $"{s.Moving?.To}, proved {s.Proved}, presented {s.Presented}, stuck {s.Stuck}, time {s.TakeTimePassed}, "
            + $"said {s.SeenByPerson}, lost {s.LostSight}, doubtful {s.Doubtful}; printer {seen}";
    }
}
