namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>How often one species, or the living, was accepted, rejected, or not judged at all.</summary>
internal sealed record Row(int Presentations, int Accepted, int Rejected, int NoResponse)
{
    public double AcceptedShare => Share(Accepted);

    public double RejectedShare => Share(Rejected);

    public double NoResponseShare => Share(NoResponse);

    private double Share(int count) => Presentations == 0 ? 0 : (double)count / Presentations;
}

/// <summary>Decisions joined with truth.</summary>
/// <param name="Species">APCER is a row's accepted share.</param>
/// <param name="Live">BPCER is its rejected share.</param>
internal sealed record Figures(SortedDictionary<string, Row> Species, Row Live)
{
    public double WorstApcer => Species.Values.Max(row => row.AcceptedShare);

    /// <summary>Living people accepted less attacks accepted: 1 is a perfect suite, 0 is chance.</summary>
    public double Separation
    {
        get
        {
            var attacks = Species.Values.Sum(row => row.Presentations);
            return Live.AcceptedShare - ((double)Species.Values.Sum(row => row.Accepted) / attacks);
        }
    }

    public static Figures Of(IReadOnlyList<Decision> decisions, IReadOnlyList<string> labels)
    {
        var rows = decisions.Zip(labels).GroupBy(pair => pair.Second, pair => pair.First, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, RowOf, StringComparer.Ordinal);
        return new(
            new(rows.Where(row => row.Key != Truth.Live).ToDictionary(), StringComparer.Ordinal), rows[Truth.Live]);
    }

    /// <summary>The separation with labels drawn anew, many times: mean, and greatest distance from 0.</summary>
    public static (double Mean, double Largest) Shuffled(
        IReadOnlyList<Decision> decisions, IReadOnlyList<string> labels, int rounds, int seed)
    {
        var random = new Random(seed);
        var drawn = labels.ToArray();
        var separations = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            random.Shuffle(drawn);
            separations.Add(Of(decisions, drawn).Separation);
        }

        return (separations.Average(), separations.Max(Math.Abs));
    }

    private static Row RowOf(IEnumerable<Decision> decisions)
    {
        var all = decisions.ToList();
        var (accepted, rejected) = (all.Count(one => one.Accepted), all.Count(one => one.Rejected));
        return new(all.Count, accepted, rejected, all.Count - accepted - rejected);
    }
}
