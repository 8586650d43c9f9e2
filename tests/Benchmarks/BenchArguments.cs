namespace KioskSuite.Benchmarks;

/// <summary>What every benchmark may be asked for.</summary>
/// <param name="Json">Ends with one JSON object on standard output; the rest goes to standard error.</param>
/// <param name="Rounds">Counted rounds; in each every contestant has its turn.</param>
/// <param name="Size">Of one turn, by an option of the benchmark's own name and unit.</param>
internal readonly record struct BenchArguments(bool Json, int Rounds, int Size)
{
    private const int Most = 100_000;

    /// <summary>These where they are not said otherwise; null when the arguments make no sense.</summary>
    public BenchArguments? Parse(ReadOnlySpan<string> args, string size)
    {
        var (json, rounds, each) = this;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--json")
            {
                json = true;
            }
            else if (args[i] == "--rounds" && Number(args, i + 1) is { } asked)
            {
                (rounds, i) = (asked, i + 1);
            }
            else if (args[i] == size && Number(args, i + 1) is { } wanted)
            {
                (each, i) = (wanted, i + 1);
            }
            else
            {
                return null;
            }
        }

        return new(json, rounds, each);
    }

    private static int? Number(ReadOnlySpan<string> args, int at) =>
        at < args.Length && int.TryParse(args[at], out var value) && value is > 0 and <= Most ? value : null;
}
