using KioskSuite.Messages.Entries;

namespace KioskSuite.Dev.Invariants;

/// <summary>What must hold after any run. Each returns <c>ok</c> or what is wrong.</summary>
internal static class Invariant
{
    private const string Ok = "ok";

    private static readonly Place[] s_onTheWay = [Place.ChipStation, Place.Printer, Place.Exit];

    public static IReadOnlyDictionary<string, string> All(Evidence e) => new Dictionary<string, string>
    {
        ["NoCardLost"] = NoCardLost(e),
        ["NoDoubleIssue"] = NoDoubleIssue(e),
        ["NoLiveCardInReject"] = NoLiveCardInReject(e),
        ["EveryEntryReachesCentral"] = EveryEntryReachesCentral(e),
        ["StockBalances"] = StockBalances(e),
        ["EveryEvidenceAccounted"] = FaceEvidenceRule.EveryEvidenceAccounted(e, Demo.SeedFile.EvidenceKey()),
    };

    /// <summary>
    /// The journal's custody and the world agree on every place. What the journal cannot place stands somewhere in the
    /// world, a person was called for it, and central does not hold it for live.
    /// </summary>
    public static string NoCardLost(Evidence e)
    {
        var (unknown, missing) = (e.JournalCount(Place.Unknown), 0);
        foreach (var place in (Place[])[Place.Hopper, .. s_onTheWay, Place.Taken, Place.Retained])
        {
            var world = place == Place.Hopper ? e.World.Hopper : e.WorldCount(place);
            var journal = e.JournalCount(place);
            if (journal > world || (journal < world && unknown == 0))
            {
                return $"{place}: journal {journal}, world {world}";
            }

            missing += world - journal;
        }

        return missing == unknown
            ? Unplaced(e).FirstOrDefault() ?? Ok
            : $"{unknown} cards at no known place, {missing} more in the world than the journal places";
    }

    /// <summary>
    /// At most one replacement that is not void per old card; as many live new cards as were taken, or fewer.
    /// </summary>
    public static string NoDoubleIssue(Evidence e)
    {
        var doubled = e.Cards.Where(c => c.Replaces is not null && c.State != "void")
            .GroupBy(c => c.Replaces).FirstOrDefault(g => g.Count() > 1);
        if (doubled is not null)
        {
            return $"{doubled.Key} is replaced {doubled.Count()} times";
        }

        var live = e.Cards.Count(c => c is { Replaces: not null, State: "active" });
        return live <= e.WorldCount(Place.Taken) ? Ok : $"{live} live new cards, {e.WorldCount(Place.Taken)} taken";
    }

    /// <summary>No chip that lies in the bin, by the world's count or by the journal's, is live at central.</summary>
    public static string NoLiveCardInReject(Evidence e)
    {
        var binned = e.World.Cards.Where(c => c.Place == nameof(Place.Retained)).Select(c => c.Serial).ToList();
        var live = e.Cards.FirstOrDefault(c =>
            c.State == "active" && c.Chip is not null
                && binned.Exists(s => c.Chip.Contains(s, StringComparison.OrdinalIgnoreCase)));
        if (live is not null)
        {
            return $"{live.Card} is live and its chip lies in the bin";
        }

        var retained = e.Entries("card.moved", Moved.Parser).Where(m => m.To == Place.Retained).Select(m => m.Item)
            .ToHashSet();
        var alive = e.Cards.FirstOrDefault(
            c => c.Ticket is not null && retained.Contains(c.Ticket) && c.State != "void");
        return alive is null ? Ok : $"{alive.Card} was retained and is {alive.State}";
    }

    /// <summary>Central holds every entry, byte for byte, and none that the journal does not hold.</summary>
    public static string EveryEntryReachesCentral(Evidence e)
    {
        if (e.Journal.Count != e.AtCentral.Count)
        {
            return $"journal {e.Journal.Count}, central {e.AtCentral.Count}";
        }

        var differs = e.Journal.Zip(e.AtCentral)
            .FirstOrDefault(p => p.First.Seq != p.Second.Seq || !p.First.Hash.AsSpan().SequenceEqual(p.Second.Hash));
        return differs.First is null ? Ok : $"entry {differs.First.Seq} differs";
    }

    /// <summary>
    /// Loaded = issued + rejected + remaining + on the way, in the journal and in the world, and the same numbers.
    /// </summary>
    public static string StockBalances(Evidence e)
    {
        var loaded = e.Entries("stock.counted", Counted.Parser).Sum(c => (int)c.N);
        var journal = Enum.GetValues<Place>().Sum(e.JournalCount);
        var world = e.World.Hopper + e.World.Cards.Count;
        var hopper = e.JournalCount(Place.Hopper);
        var unplaced = e.World.Hopper - hopper;
        var balances = loaded == journal && journal == world && e.World.Loaded == loaded
            && unplaced >= 0 && unplaced <= e.JournalCount(Place.Unknown);
        return balances
            ? Ok
            : $"loaded {loaded} and {e.World.Loaded}, by place {journal} and {world}, "
                + $"hopper {hopper} and {e.World.Hopper}";
    }

    private static IEnumerable<string> Unplaced(Evidence e)
    {
        var called = e.OfCases("case.ended", CaseEnded.Parser).Where(c => c.Entry.Ending == Ending.NeedsStaff)
            .Select(c => c.Case).ToHashSet();
        var last = e.OfCases("card.moved", Moved.Parser).GroupBy(m => m.Entry.Item).Select(g => g.Last());
        foreach (var (@case, moved) in last.Where(m => m.Entry.To == Place.Unknown))
        {
            if (!called.Contains(@case))
            {
                yield return $"{moved.Item} is at no known place and nobody was called";
            }

            if (e.Cards.Any(c => c.Ticket == moved.Item && c.State == "active"))
            {
                yield return $"{moved.Item} is at no known place and live";
            }
        }
    }
}
