using System.Diagnostics;
using KioskSuite.Identity.Liveness;
using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary><c>pad-suite [--quick] [--json] [--update] [--tune]</c>.</summary>
/// <remarks>--tune prints the cues of the tuning people, and judges nothing.</remarks>
internal static class PadCommand
{
    private const int UsageError = 64;
    private const int Missing = 69;
    private const int FullTimes = 3;
    private const int FullTries = 3;
    private const int QuickTries = 2;
    private const int Workers = 2;
    private const int Seed = 4;
    private const int Rounds = 400;
    private static readonly string[] s_known = ["--quick", "--json", "--update", "--tune"];

    /// <returns>0; 1 when figures are worse than the committed ones; 64 for bad usage; 69 without cascade.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> options, CancellationToken stop)
    {
        if (options.Except(s_known, StringComparer.Ordinal).Any())
        {
            await Console.Error.WriteLineAsync("usage: pad-suite [--quick] [--json] [--update] [--tune]");
            return UsageError;
        }

        var (quick, tune) = (options.Contains("--quick"), options.Contains("--tune"));
        var truths = Cast.Of(
            tune ? Cast.TuningPeople : Cast.ReportingPeople, quick ? 1 : FullTimes, tune ? Seed + 1 : Seed);
        var watch = Stopwatch.StartNew();
        if (await DecideAsync(truths, quick ? QuickTries : FullTries, stop) is not { } decisions)
        {
            await Console.Error.WriteLineAsync("the face detector's data is missing: apt-get install opencv-data");
            return Missing;
        }

        string[] labels = [.. truths.Select(truth => truth.Species)];
        var likeness = Likeness.Of(decisions, truths);
        if (tune)
        {
            CueReport.Write(decisions, labels, likeness, Console.Out);
            return 0;
        }

        var report = Report.Of(quick ? "quick" : "full", decisions, labels, watch.Elapsed, (Rounds, Seed)) with
        {
            Likeness = likeness,
        };
        if (options.Contains("--update"))
        {
            Committed.Write(report);
        }

        var worse = Committed.Worse(report);
        await Console.Out.WriteLineAsync(
            options.Contains("--json") ? ReportText.Json(report, worse) : ReportText.Plain(report, worse));
        return worse.Count == 0 ? 0 : 1;
    }

    /// <summary>Every worker has a renderer, a meter and a booth; no decision depends on the order.</summary>
    /// <returns>In the order of <paramref name="truths"/>; null when nothing can measure.</returns>
    private static async Task<IReadOnlyList<Decision>?> DecideAsync(
        IReadOnlyList<Truth> truths, int tries, CancellationToken stop)
    {
        var decisions = new Decision?[truths.Count];
        var next = -1;
        async Task<bool> WorkAsync()
        {
            await Task.Yield();
            using var meter = Meter.Open();
            if (meter is null)
            {
                return false;
            }

            using var studio = new Studio();
            var booth = new Booth(meter, new LivenessRules());
            for (var i = Interlocked.Increment(ref next); i < truths.Count; i = Interlocked.Increment(ref next))
            {
                stop.ThrowIfCancellationRequested();
                decisions[i] = booth.Decide(truths[i].Presentation, new SimulatedStage(truths[i], studio), tries);
            }

            return true;
        }

        var done = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync, stop)));
        return done.All(one => one) ? [.. decisions.Select(one => one!)] : null;
    }
}
