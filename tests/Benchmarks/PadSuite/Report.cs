using System.Diagnostics;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>All that a run has to tell.</summary>
/// <param name="SecondsP50">Seconds before the camera until the decision, over all tries of one presentation.</param>
/// <param name="CpuMsPerFrame">Of decoding, measuring and deciding; rendering is not counted.</param>
/// <param name="RssMiB">Of this process at most, with its two renderers.</param>
internal sealed record Report(
    string Mode, Figures Figures, (double Mean, double Largest) Shuffled, double SecondsP50, double SecondsP95,
    double LiveSecondsP50, double LiveSecondsP95, int Frames, double CpuMsPerFrame, double RssMiB, double RanSeconds)
{
    /// <summary>With labels drawn anew the separation must be this near to 0 on average.</summary>
    public const double Chance = 0.05;

    /// <summary>What no suite of rendered pictures can show.</summary>
    public static IReadOnlyList<string> Limits { get; } =
    [
        "generated attack suite: rendered heads, rendered artefacts, one simulated camera and light; no laboratory",
        "no claim of conformity with ISO/IEC 30107-3, GB/T 41987, FIDO or BCTC, and no statement about field accuracy",
        "not simulated and untested: masks, head models, make-up, twins, deepfakes injected behind the camera",
        "not simulated: sunlight, darkness, dirty or moving lenses, other cameras, disabilities that hinder a turn",
        "skin, spectacles and hair are painted: nothing follows for or against any group of people",
        "sheets and screens are moved as programmed; a patient attacker tries more than three times",
        "a presentation that was not judged counts as no error; its rate stands beside",
    ];

    /// <summary>Of the built-in comparer; null when nobody proved alive.</summary>
    public Likeness? Likeness { get; init; }

    public bool IsChanceWhenShuffled => Math.Abs(Shuffled.Mean) <= Chance;

    public static Report Of(
        string mode, IReadOnlyList<Decision> decisions, IReadOnlyList<string> labels, TimeSpan ran,
        (int Rounds, int Seed) shuffle)
    {
        var seconds = Seconds(decisions);
        var live = Seconds([.. decisions.Where((_, i) => labels[i] == Truth.Live)]);
        var frames = decisions.Sum(decision => decision.Frames);
        using var self = Process.GetCurrentProcess();
        return new(
            mode, Figures.Of(decisions, labels), Figures.Shuffled(decisions, labels, shuffle.Rounds, shuffle.Seed),
            At(seconds, 0.5), At(seconds, 0.95), At(live, 0.5), At(live, 0.95), frames,
            decisions.Sum(decision => decision.Cpu.TotalMilliseconds) / Math.Max(1, frames),
            self.PeakWorkingSet64 / (1024.0 * 1024), ran.TotalSeconds);
    }

    private static List<double> Seconds(IReadOnlyList<Decision> decisions) =>
        [.. decisions.Select(decision => decision.Took.Sum(took => took.TotalSeconds)).Order()];

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(share * sorted.Count))];
}
