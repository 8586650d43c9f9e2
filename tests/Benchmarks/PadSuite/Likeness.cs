using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;
using KioskSuite.KioskInABox.IdReader;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>
/// How well the built-in comparer tells people apart: the picture of everybody who proved alive, against the portrait
/// in their own document and in everybody else's.
/// </summary>
internal sealed record Likeness(Likeness.Scores Own, Likeness.Scores Strangers)
{
    /// <summary>Not the same: below the comparer's threshold.</summary>
    public int OwnRefused => Own.Count - Own.Passed;

    public static Likeness? Of(IReadOnlyList<Decision> decisions, IReadOnlyList<Truth> truths)
    {
        if (CascadeReader.ReadFile(new ImagingOptions().Cascade) is not { } cascade)
        {
            return null;
        }

        using var vision = new ManagedVision(cascade);
        using var comparer = new FaceComparer(vision);
        var living = truths.Zip(decisions).Where(pair => pair.First.Species == Truth.Live && pair.Second.Accepted)
            .Select(pair => (Who: pair.First.Someone.Identity!.Value, Best: pair.Second.Best!)).ToList();
        var (own, strangers) = (new List<double>(), new List<double>());
        foreach (var owner in truths.Select(truth => truth.Someone.Identity!.Value).Distinct().Order())
        {
            var portrait = Portraits.Of(owner);
            foreach (var (who, best) in living)
            {
                var compared = comparer.Compare(portrait, best.Jpeg, best.Face);
                (who == owner ? own : strangers).Add(compared.Ok ? compared.Value.Score : 0);
            }
        }

        return own.Count == 0 || strangers.Count == 0 ? null : new(Scores.Of(own), Scores.Of(strangers));
    }

    public override string ToString() => FormattableString.Invariant(
        $"{FaceComparer.Method}: own portrait least {Own.Least:F3}, median {Own.Median:F3}, {OwnRefused} of ")
        + FormattableString.Invariant($"{Own.Count} refused; another's greatest {Strangers.Greatest:F3}, median ")
        + FormattableString.Invariant($"{Strangers.Median:F3}, {Strangers.Passed} of {Strangers.Count} taken for the ")
        + FormattableString.Invariant($"owner; threshold {FaceComparer.Threshold:F3}");

    /// <param name="Passed">At the threshold or above it.</param>
    internal sealed record Scores(int Count, double Least, double Median, double Greatest, int Passed)
    {
        public static Scores Of(List<double> scores)
        {
            scores.Sort();
            return new(
                scores.Count, scores[0], scores[scores.Count / 2], scores[^1],
                scores.Count(score => score >= FaceComparer.Threshold));
        }
    }
}
