namespace KioskSuite.Benchmarks.Vision;

/// <summary>What <c>bench vision</c> was asked for.</summary>
/// <param name="Json">Ends with one JSON object on standard output; the rest goes to standard error.</param>
/// <param name="Rounds">How often each contestant goes through the clip, in turn with the others.</param>
/// <param name="Seconds">How long the camera is watched.</param>
internal sealed record VisionOptions(bool Json, int Rounds, int Seconds)
{
    /// <returns>The options, or null when the arguments make no sense.</returns>
    public static VisionOptions? Parse(ReadOnlySpan<string> args) =>
        new BenchArguments(Json: false, Rounds: 5, Size: 10).Parse(args, "--seconds") is { } asked
            ? new(asked.Json, asked.Rounds, asked.Size)
            : null;
}
