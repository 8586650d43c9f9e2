using KioskSuite.Dev.Invariants;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Dev.Proofs;

/// <summary>
/// What the world, central and the journal say of every card, card by card: a chip's number joins world and central,
/// its ticket joins central and journal.
/// </summary>
internal sealed class OutsideLedger
{
    private const string Ok = "ok";
    private static readonly string[] s_inHand = ["active", "stopped"];
    private readonly List<string> _findings = [];
    private readonly Evidence _e;

    private OutsideLedger(Evidence e) => _e = e;

    public IReadOnlyList<string> Findings => _findings;

    public int Taken => _e.WorldCount(Place.Taken);

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public int LiveInReject { get; private set; }

    public int Unbalanced { get; private set; }

    public bool Clean => (Lost, Doubled, LiveInReject, Unbalanced) == (0, 0, 0, 0);

    public static OutsideLedger Compare(Evidence e, bool chainHolds)
    {
        var ledger = new OutsideLedger(e);
        ledger.Lost = ledger.Found("lost", [.. Rule("NoCardLost", Invariant.NoCardLost(e)), .. ledger.Misplaced()]);
        ledger.Doubled = ledger.Found(
            "doubled",
            [.. Rule("NoDoubleIssue", NoDoubleIssue(e)), .. ledger.TwoLivePerAccount(), .. ledger.LiveNowhere()]);
        ledger.LiveInReject = ledger.Found(
            "live in reject",
            [.. ledger.LiveAt(Place.Retained), .. Rule("NoLiveCardInReject", Invariant.NoLiveCardInReject(e))]);
        ledger.Unbalanced = ledger.Found(
            "unbalanced",
            [
                .. Rule("StockBalances", Invariant.StockBalances(e)),
                .. Rule("EveryEntryReachesCentral", Invariant.EveryEntryReachesCentral(e)),
                .. Rule("chain", chainHolds ? Ok : "broken"),
                .. ledger.TakenAndNotLive(),
                .. ledger.FeesOpen(),
            ]);
        return ledger;
    }

    private int Found(string what, IReadOnlyList<string> findings)
    {
        _findings.AddRange(findings.Select(f => $"{what}: {f}"));
        return findings.Count;
    }

    private static IEnumerable<string> Rule(string name, string said) => said == Ok ? [] : [$"{name}: {said}"];

    // Over many rounds a card in a hand is stopped when it is itself reported lost.
    private static string NoDoubleIssue(Evidence e) =>
        e.Cards.Where(c => c.Replaces is not null && c.State != "void").GroupBy(c => c.Replaces)
            .Where(g => g.Count() > 1).Select(g => $"{g.Key} is replaced {g.Count()} times").FirstOrDefault() ?? Ok;

    /// <summary>Cards that the journal believes elsewhere than they are.</summary>
    private IEnumerable<string> Misplaced()
    {
        var last = _e.Entries("card.moved", Moved.Parser).GroupBy(m => m.Item)
            .ToDictionary(g => g.Key, g => g.Last().To);
        return from card in _e.Cards
               where card.Ticket is not null && InWorld(card) is not null
               let journal = last.GetValueOrDefault(card.Ticket!, Place.Hopper)
               let world = InWorld(card)!.Place
               where journal != Place.Unknown && $"{journal}" != world
               select $"{card.Ticket}: journal {journal}, world {world}";
    }

    private IEnumerable<string> TwoLivePerAccount() => _e.Cards.Where(c => c.State == "active")
        .GroupBy(c => c.Account).Where(g => g.Count() > 1).Select(g => $"account {g.Key} has {g.Count()} live cards");

    private IEnumerable<string> LiveNowhere() => _e.Cards
        .Where(c => c is { State: "active", Replaces: not null } && InWorld(c) is not { Place: "Taken" or "Retained" })
        .Select(c => $"{c.Card} is live and in no hand");

    private IEnumerable<string> LiveAt(Place place) => _e.Cards
        .Where(c => c.State == "active" && InWorld(c)?.Place == $"{place}")
        .Select(c => $"{c.Card} is live and lies at {place}");

    private IEnumerable<string> TakenAndNotLive() => _e.World.Cards.Where(w => w.Place == nameof(Place.Taken))
        .Where(w => !_e.Cards.Any(c => s_inHand.Contains(c.State) && InWorld(c) == w))
        .Select(w => $"chip {w.Serial} is in a hand and was never activated");

    /// <summary>A reserved fee is charged when the card went live, else returned.</summary>
    private IEnumerable<string> FeesOpen() =>
        from card in _e.Cards
        where card.Ticket is not null
        let events = _e.Fees.Where(f => f.Ticket == card.Ticket).Select(f => f.Event).ToList()
        let due = s_inHand.Contains(card.State) ? "charged" : "returned"
        where events.Count(v => v == "reserved") != events.Count(v => v == due)
        select $"{card.Ticket} is {card.State}, its fee {string.Join(", ", events)}";

    private WorldCard? InWorld(CentralCard card) => card.Chip is null
        ? null
        : _e.World.Cards.FirstOrDefault(w => card.Chip.Contains(w.Serial, StringComparison.OrdinalIgnoreCase));
}
