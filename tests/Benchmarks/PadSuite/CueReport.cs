using KioskSuite.Identity.Liveness;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>What every cue measured on every species: to set thresholds by, on tuning people only.</summary>
internal static class CueReport
{
    public static void Write(
        IReadOnlyList<Decision> decisions, IReadOnlyList<string> labels, Likeness? likeness, TextWriter to)
    {
        foreach (var group in decisions.Zip(labels).GroupBy(pair => pair.Second, StringComparer.Ordinal))
        {
            var tries = group.SelectMany(pair => pair.First.Tries).ToList();
            var outcomes = tries.CountBy(verdict => verdict.Outcome).OrderBy(count => count.Key)
                .Select(count => $"{count.Key} {count.Value}");
            to.WriteLine($"{group.Key}: {string.Join(", ", outcomes)}");
            var cues = tries.SelectMany(verdict => verdict.Cues);
            foreach (var cue in cues.GroupBy(cue => cue.Name, StringComparer.Ordinal))
            {
                var scores = cue.Select(one => one.Score).Order().ToList();
                to.WriteLine(
                    $"  {cue.Key,-15} n {scores.Count,3}  least {scores[0],8:F4}"
                    + $"  median {scores[scores.Count / 2],8:F4}  greatest {scores[^1],8:F4}"
                    + $"  threshold {cue.First().Threshold:F3}"
                    + $"  passed {cue.Count(one => one.Passed)}");
            }
        }

        to.WriteLine(likeness?.ToString() ?? "nobody proved alive: nothing compared");
        to.WriteLine("no figure of these people is ever reported");
    }
}
