namespace KioskSuite.Benchmarks.Vision;

/// <summary>What one contestant came to over all rounds.</summary>
/// <param name="Name">Who.</param>
/// <param name="Rate">Pictures a second, median.</param>
/// <param name="ToOneThread">Median of its rate over the one-thread rival's of the same round.</param>
/// <param name="ToBest">The same over the rival's better setting.</param>
/// <param name="Processor">Processor time for one picture in milliseconds, median.</param>
/// <param name="Hits">Pictures with a face, of the clip.</param>
internal sealed record Standing(
    string Name, double Rate, double ToOneThread, double ToBest, double Processor, int Hits)
{
    /// <summary>One standing for each contestant; the first two are the rival's settings, one thread first.</summary>
    public static IReadOnlyList<Standing> Of(IReadOnlyList<string> names, IReadOnlyList<Pass[]> rounds, int pictures)
    {
        var best = Median(rounds.Select(round => round[0].Seconds)) <= Median(rounds.Select(round => round[1].Seconds))
            ? 0
            : 1;
        return [.. names.Select((name, i) => new Standing(
            name,
            pictures / Median(rounds.Select(round => round[i].Seconds)),
            Median(rounds.Select(round => round[0].Seconds / round[i].Seconds)),
            Median(rounds.Select(round => round[best].Seconds / round[i].Seconds)),
            1000 * Median(rounds.Select(round => round[i].Processor)) / pictures,
            rounds[^1][i].Hits))];
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var half = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
