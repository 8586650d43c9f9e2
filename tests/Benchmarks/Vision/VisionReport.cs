namespace KioskSuite.Benchmarks.Vision;

/// <summary>What <c>bench vision</c> found.</summary>
/// <param name="Pictures">Of the clip.</param>
/// <param name="Rounds">Counted ones.</param>
/// <param name="Standings">The rival with one thread and with all, then the product with each vision.</param>
/// <param name="Default">Name of the vision that the product uses.</param>
/// <param name="Watch">A camera watched with that.</param>
internal sealed record VisionReport(
    int Pictures, int Rounds, IReadOnlyList<Standing> Standings, string Default, WatchResult Watch)
{
    /// <summary>Least rate of the product, by that of the plain loop on as many threads.</summary>
    public const double LeastRatio = 0.9;

    /// <summary>Most of a core from capture to decision.</summary>
    public const double MostShare = 0.35;

    public bool RateHolds => Standings.Single(standing => standing.Name == Default).ToOneThread >= LeastRatio;

    public bool ShareHolds => Watch.Share <= MostShare && Watch.Live > 0;

    public bool Passed => RateHolds && ShareHolds;

    public async Task PrintAsync(TextWriter output)
    {
        await output.WriteLineAsync(
            $"{"",-28} {"pictures/s",10} {"to 1 thread",12} {"to its best",12} {"ms processor",13} {"faces",6}");
        foreach (var s in Standings)
        {
            await output.WriteLineAsync(
                $"{s.Name,-28} {s.Rate,10:0.0} {s.ToOneThread,12:0.00} {s.ToBest,12:0.00} {s.Processor,13:0.00} "
                + $"{s.Hits,6}");
        }

        await output.WriteLineAsync(
            $"{Default} to the plain loop on one thread: at least {LeastRatio} is wanted: {Word(RateHolds)}");
        await output.WriteLineAsync(
            $"capture to decision at {CameraWatch.Rate} a second: {Watch.Share:0.000} of a core over "
            + $"{Watch.Seconds:0.0} s, {Watch.Pictures} pictures, {Watch.Live} of {Watch.Tries} tries live; "
            + $"at most {MostShare} is wanted: {Word(ShareHolds)}");
        await output.WriteLineAsync($"tries: {string.Join("; ", Watch.Ends)}");
    }

    private static string Word(bool holds) => holds ? "holds" : "DOES NOT HOLD";
}
