namespace KioskSuite.Benchmarks.Vision;

/// <summary>What <c>bench vision</c> was asked for.</summary>
/// <param name="Json">Ends with one JSON object on standard output; the rest goes to standard error.</param>
/// <param name="Rounds">How often each contestant goes through the clip, in turn with the others.</param>
/// <param name="Seconds">How long the camera is watched.</param>
internal sealed record VisionOptions(bool Json, int Rounds, int Seconds)
{
    private const int Most = 1000;

    /// <returns>The options, or null when the arguments make no sense.</returns>
    public static VisionOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new VisionOptions(Json: false, Rounds: 5, Seconds: 10);
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
                case "--seconds" when Number(args, ++i) is { } seconds:
                    options = options with { Seconds = seconds };
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
