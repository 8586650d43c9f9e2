namespace KioskSuite.Benchmarks.Chip;

/// <summary>What <c>bench chip</c> was asked for.</summary>
/// <param name="Json">Ends with one JSON object on standard output; the rest goes to standard error.</param>
/// <param name="Rounds">Counted rounds; in each every contestant has its turn.</param>
/// <param name="Commands">APDUs for one turn of the throughput.</param>
internal sealed record ChipOptions(bool Json, int Rounds, int Commands)
{
    private const int Most = 100_000;

    /// <returns>The options, or null when the arguments make no sense.</returns>
    public static ChipOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new ChipOptions(Json: false, Rounds: 7, Commands: 3000);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--rounds" when Number(args, ++i) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case "--commands" when Number(args, ++i) is { } commands:
                    options = options with { Commands = commands };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int? Number(ReadOnlySpan<string> args, int at) =>
        at < args.Length && int.TryParse(args[at], out var value) && value is > 0 and <= Most ? value : null;
}
