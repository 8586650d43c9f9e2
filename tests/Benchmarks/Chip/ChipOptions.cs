namespace KioskSuite.Benchmarks.Chip;

/// <summary>What <c>bench chip</c> was asked for.</summary>
/// <param name="Json">Ends with one JSON object on standard output; the rest goes to standard error.</param>
/// <param name="Rounds">Counted rounds; in each every contestant has its turn.</param>
/// <param name="Commands">APDUs for one turn of the throughput.</param>
internal sealed record ChipOptions(bool Json, int Rounds, int Commands)
{
    /// <returns>The options, or null when the arguments make no sense.</returns>
    public static ChipOptions? Parse(ReadOnlySpan<string> args) =>
        new BenchArguments(Json: false, Rounds: 7, Size: 6000).Parse(args, "--commands") is { } asked
            ? new(asked.Json, asked.Rounds, asked.Size)
            : null;
}
