using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>A report for people and for machines.</summary>
internal static class ReportText
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static string Json(Report report, IReadOnlyList<string> worse)
    {
        var live = report.Figures.Live;
        return JsonSerializer.Serialize(
            new
            {
                ok = worse.Count == 0,
                mode = report.Mode,
                identities = new { reporting = Cast.Reporting, tuning = Cast.Tuning },
                species = report.Figures.Species.ToDictionary(row => row.Key, row => new
                {
                    presentations = row.Value.Presentations,
                    accepted = row.Value.Accepted,
                    apcer = Rounded(row.Value.AcceptedShare),
                    apcerUpper95 = Rounded(Bounds.Upper(row.Value.Accepted, row.Value.Presentations)),
                    apnrr = Rounded(row.Value.NoResponseShare),
                }),
                worstApcer = Rounded(report.Figures.WorstApcer),
                live = new
                {
                    presentations = live.Presentations,
                    accepted = live.Accepted,
                    bpcer = Rounded(live.RejectedShare),
                    bpcerUpper95 = Rounded(Bounds.Upper(live.Rejected, live.Presentations)),
                    bpnrr = Rounded(live.NoResponseShare),
                },
                secondsToDecision = new
                {
                    p50 = Rounded(report.SecondsP50),
                    p95 = Rounded(report.SecondsP95),
                    liveP50 = Rounded(report.LiveSecondsP50),
                    liveP95 = Rounded(report.LiveSecondsP95),
                },
                likeness = report.Likeness,
                frames = report.Frames,
                cpuMsPerFrame = Rounded(report.CpuMsPerFrame),
                rssMiB = Rounded(report.RssMiB),
                ranSeconds = Rounded(report.RanSeconds),
                shuffled = new
                {
                    separation = Rounded(report.Figures.Separation),
                    mean = Rounded(report.Shuffled.Mean),
                    largest = Rounded(report.Shuffled.Largest),
                    chance = report.IsChanceWhenShuffled,
                },
                worse,
                limits = Report.Limits,
            },
            s_json);
    }

    public static string Plain(Report report, IReadOnlyList<string> worse)
    {
        var text = new StringBuilder();
        text.AppendLine(Line("species", "n", "accepted", "APCER", "95 % <=", "APNRR"));
        foreach (var (species, row) in report.Figures.Species)
        {
            text.AppendLine(Line(
                species, row.Presentations, row.Accepted, Percent(row.AcceptedShare),
                Percent(Bounds.Upper(row.Accepted, row.Presentations)), Percent(row.NoResponseShare)));
        }

        var live = report.Figures.Live;
        text.AppendLine(Line("live", "n", "rejected", "BPCER", "95 % <=", "BPNRR"));
        text.AppendLine(Line(
            string.Empty, live.Presentations, live.Rejected, Percent(live.RejectedShare),
            Percent(Bounds.Upper(live.Rejected, live.Presentations)), Percent(live.NoResponseShare)));
        text.AppendLine(Invariant($"worst APCER {report.Figures.WorstApcer:P1}; {Cast.Reporting} people, ")
            + Invariant($"none of the {Cast.Tuning} for tuning"));
        text.AppendLine(Invariant($"seconds to decision: p50 {report.SecondsP50:F1}, p95 {report.SecondsP95:F1}; ")
            + Invariant($"living p50 {report.LiveSecondsP50:F1}, p95 {report.LiveSecondsP95:F1}"));
        text.AppendLine(Invariant($"{report.Frames} frames, {report.CpuMsPerFrame:F1} ms of one processor each; ")
            + Invariant($"{report.RssMiB:F0} MiB with two renderers; ran {report.RanSeconds:F0} s"));
        text.AppendLine(Invariant($"separation {report.Figures.Separation:F3}; labels shuffled: ")
            + Invariant($"{report.Shuffled.Mean:F3} on average, {report.Shuffled.Largest:F3} at most"));
        text.AppendLine(report.Likeness?.ToString() ?? "nobody proved alive: nothing compared");
        text.AppendLine("What this cannot show:");
        text.AppendJoin('\n', Report.Limits.Select(limit => $"- {limit}")).AppendLine();
        text.Append(worse.Count == 0 ? "no worse than committed" : $"WORSE: {string.Join("; ", worse)}");
        return text.ToString();
    }

    private static string Line(string name, object count, object wrong, string rate, string bound, string none) =>
        Invariant($"{name,-17}{count,5}{wrong,10}{rate,9}{bound,9}{none,9}");

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static double Rounded(double value) => Math.Round(value, 4);
}
