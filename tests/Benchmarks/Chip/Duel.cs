namespace KioskSuite.Benchmarks.Chip;

/// <summary>The product and one rival at the same work, in turn over some rounds.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Unit">Of the figures.</param>
/// <param name="Product">Raw figure of each round.</param>
/// <param name="Rival">The rival's name and setting.</param>
/// <param name="RivalFigures">Raw figure of each round.</param>
/// <param name="MoreIsBetter">Rates, not durations.</param>
/// <param name="Target">Least ratio that is wanted, or null when none was set.</param>
internal sealed record Duel(
    string Work,
    string Unit,
    IReadOnlyList<double> Product,
    string Rival,
    IReadOnlyList<double> RivalFigures,
    bool MoreIsBetter,
    double? Target)
{
    /// <summary>How many times as good as the rival, median over the rounds.</summary>
    public double Ratio => Median(Ratios);

    public double WorstRatio => Ratios.Min();

    public double BestRatio => Ratios.Max();

    public bool Holds => Target is not { } target || Ratio >= target;

    private IEnumerable<double> Ratios =>
        Product.Zip(RivalFigures, (ours, theirs) => MoreIsBetter ? ours / theirs : theirs / ours);

    /// <summary>Plays the rounds; the first only warms up, and another one begins in every round.</summary>
    public static async Task<Duel> PlayAsync(
        Duel empty, int rounds, Func<Task<double>> product, Func<Task<double>> rival)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var first = round % 2 == 0 ? await product() : 0;
            var other = await rival();
            var own = round % 2 == 0 ? first : await product();
            if (round > 0)
            {
                ours.Add(own);
                theirs.Add(other);
            }
        }

        return empty with { Product = ours, RivalFigures = theirs };
    }

    public override string ToString() =>
        $"{Work}: {Spread(Product)} {Unit}\n  {Rival}: {Spread(RivalFigures)} {Unit}\n"
        + $"  ratio {Ratio:0.00} ({WorstRatio:0.00} to {BestRatio:0.00}); "
        + (Target is { } target ? $"at least {target} is wanted: {(Holds ? "holds" : "DOES NOT HOLD")}" : "no target");

    private static string Spread(IReadOnlyList<double> figures) =>
        $"{Median(figures):0.#} ({figures.Min():0.#} to {figures.Max():0.#})";

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var half = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
