using System.Text.Json.Serialization;
using KioskSuite.Dev.Invariants;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Dev.Demo;

/// <summary>
/// The one JSON object of <c>--once --json</c>, read from what the run left behind, after everything ended.
/// </summary>
internal sealed record RunResult(
    string Outcome,
    string Transaction,
    string OldCard,
    string NewCard,
    IReadOnlyList<StepTime> Steps,
    IReadOnlyDictionary<string, string> Links,
    int RoundTripsToCentralForChip,
    string Channel,
    string Suite,
    JournalResult Journal,
    Starts Starts,
    IReadOnlyDictionary<string, string> Invariants)
{
    public static RunResult Of(
        Evidence e, IReadOnlyList<StepLine> steps, string chipLink, string chain, string lostCard)
    {
        var opened = e.Journal.FirstOrDefault(r => r.Kind == "case.opened");
        var old = e.Cards.First(c => c.Card == lostCard);
        var stopOpen = e.Entries("call.intended", CallIntended.Parser).Any(c => c.Call == Call.StopCard);
        return new RunResult(
            e.Entries("case.ended", CaseEnded.Parser).Select(c => Words.Of(c.Ending)).LastOrDefault() ?? "needs-staff",
            opened is null ? "" : $"{opened.Seq}",
            old.State == "stopped" ? "stopped" : stopOpen ? "stop-pending" : "active",
            NewCardOf(e, lostCard),
            [.. steps.Select(s => new StepTime(s.Name, s.Device, s.Link, s.Ms))],
            new Dictionary<string, string>
            {
                ["idReader"] = "serial",
                ["chip"] = chipLink,
                ["printer"] = "tcp",
                ["camera"] = steps.FirstOrDefault(s => s.Name == "check-face")?.Link ?? "none",
                ["central"] = "grpc",
            },
            e.RoundTrips.LastOrDefault(),
            NewOf(e, lostCard)?.Channel ?? "none",
            NewOf(e, lostCard)?.Suite ?? "none",
            new JournalResult(e.Journal.Count, e.AtCentral.Count, chain),
            new Starts(e.Journal.Count(r => r.Kind == "service.started"), e.CentralStarts),
            Invariant.All(e));
    }

    [JsonIgnore]
    public bool Holds => Journal.Chain == "ok" && Invariants.Values.All(v => v == "ok");

    private static CentralCard? NewOf(Evidence e, string lostCard) =>
        e.Cards.LastOrDefault(c => c.Replaces == lostCard);

    private static string NewCardOf(Evidence e, string lostCard) =>
        NewOf(e, lostCard)?.State switch
        {
            null => "none",
            "ordered" or "bound" or "proved" => "inactive",
            var state => state,
        };
}

internal sealed record StepTime(string Name, string Device, string Link, double Ms);

internal sealed record JournalResult(int Entries, int Acknowledged, string Chain);

/// <summary>How often each was started in this run: one more than it was killed.</summary>
internal sealed record Starts(int Service, int Central);

/// <summary>Wire words of endings, as the JSON spells them.</summary>
internal static class Words
{
    public static string Of(Ending ending) => ending switch
    {
        Ending.CardTaken => "card-taken",
        Ending.CardRetained => "card-retained",
        Ending.Refused => "refused",
        Ending.LossRecorded => "loss-recorded",
        _ => "needs-staff",
    };
}
