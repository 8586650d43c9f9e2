using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>
/// The imaging process against a plain loop in C++ on the same calls and the same clip, in turn, and what a camera at 30
/// pictures a second costs from capture to decision.
/// </summary>
internal sealed class VisionBench(VisionOptions options, TextWriter said)
{
    private const int PicturesOfOne = 60;
    private const int Rivals = 2;

    public async Task<VisionReport> RunAsync(CancellationToken stop)
    {
        using var folder = new WorkFolder();
        var clip = new Clip(PortraitFilm.Shoot(ReadPortrait(), PicturesOfOne));
        var file = folder.PathOf("clip");
        await clip.SaveAsync(file, stop);
        await said.WriteLineAsync($"clip: {clip}, {PortraitFilm.Width} × {PortraitFilm.Height}");
        var standings = await RaceAsync(clip, file, stop);
        return new VisionReport(standings);
    }

    private async Task<IReadOnlyList<Standing>> RaceAsync(Clip clip, string file, CancellationToken stop)
    {
        var contestants = new List<IContestant>();
        try
        {
            foreach (var threads in (int[])[1, 0])
            {
                contestants.Add(await PlainLoop.StartAsync(
                    Artifacts.PlainLoop, "/usr/share/opencv4/lbpcascades/lbpcascade_frontalface_improved.xml", file, threads, 0.2, stop));
            }

            var rounds = new List<Pass[]>();
            for (var round = 0; round <= options.Rounds; round++)
            {
                var passes = new Pass[contestants.Count];
                for (var i = 0; i < passes.Length; i++)
                {
                    var turn = (i + round) % passes.Length;
                    passes[turn] = await contestants[turn].PassAsync(stop);
                }

                // The first round warms caches and compilers up.
                if (round > 0) rounds.Add(passes);
                await said.WriteLineAsync(
                    $"round {round}: {string.Join(", ", passes.Select(p => $"{clip.Pictures.Count / p.Seconds:0}/s"))}");
            }

            return Standing.Of([.. contestants.Select(c => c.Name)], rounds, clip.Pictures.Count);
        }
        finally
        {
            foreach (var contestant in contestants) await contestant.DisposeAsync();
        }
    }

    private static PngImage ReadPortrait()
    {
        var read = PngReader.Read(File.ReadAllBytes(Artifacts.Portrait));
        return read.Ok ? read.Value : throw new InvalidOperationException("the portrait is no PNG");
    }
}
