using System.Globalization;
using KioskSuite.Imaging;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>
/// The imaging process against a plain loop in C++ on the same calls and the same clip, in turn, and what a camera at
/// 30 pictures a second costs from capture to decision.
/// </summary>
internal sealed class VisionBench(VisionOptions options, TextWriter said)
{
    private const int PicturesOfOne = 30;
    private const int People = 2;
    private const int Person = 4;
    private const double Smallest = 0.2;
    private const string Managed = "imaging, managed";
    private const string OpenCv = "imaging, OpenCV";
    private const string OpenCvFree = "imaging, OpenCV, all threads";

    public async Task<VisionReport> RunAsync(CancellationToken stop)
    {
        using var folder = new WorkFolder();
        var clip = Film();
        var file = folder.PathOf("clip");
        await clip.SaveAsync(file, stop);
        await said.WriteLineAsync($"clip: {clip}, {PortraitFilm.Width} × {PortraitFilm.Height}");
        var standings = await RaceAsync(clip, file, stop);
        var watch = await WatchAsync(folder, stop);
        return new VisionReport(clip.Count, options.Rounds, standings, Managed, watch);
    }

    /// <summary>A real face, then rendered ones.</summary>
    private static Clip Film()
    {
        var read = PngReader.Read(File.ReadAllBytes(Artifacts.Portrait));
        if (!read.Ok) throw new InvalidOperationException("the portrait is no PNG");
        using var film = new HeadFilm();
        var heads = Enumerable.Range(1, People)
            .SelectMany(i => film.Looking(i, PicturesOfOne).Pictures.Prepend(Clip.Cut));
        return new Clip([.. PortraitFilm.Shoot(read.Value, PicturesOfOne), .. heads]);
    }

    private async Task<IReadOnlyList<Standing>> RaceAsync(Clip clip, string file, CancellationToken stop)
    {
        var contestants = new List<IContestant>();
        try
        {
            await EnterAsync(contestants, clip, file, stop);
            var rounds = new List<Pass[]>();
            for (var round = 0; round <= options.Rounds; round++)
            {
                var passes = await RoundAsync(contestants, round, stop);
                var rates = passes.Select(p => (clip.Count / p.Seconds).ToString("0", CultureInfo.InvariantCulture));
                await said.WriteLineAsync($"round {round}: {string.Join(", ", rates)} pictures/s");
                // The first round warms caches and compilers up.
                if (round > 0) rounds.Add(passes);
            }

            return Standing.Of([.. contestants.Select(c => c.Name)], rounds, clip.Count);
        }
        finally
        {
            foreach (var contestant in contestants) await contestant.DisposeAsync();
        }
    }

    private static async Task EnterAsync(
        List<IContestant> contestants, Clip clip, string file, CancellationToken stop)
    {
        // Another machine may be busy; a child that is given up would be no fair contestant.
        var managed = new ImagingOptions { PictureWithin = TimeSpan.FromSeconds(30) };
        var openCv = managed with { Vision = VisionBackend.OpenCv, OpenCvShim = Artifacts.Shim };
        foreach (var threads in (int[])[1, 0])
        {
            contestants.Add(
                await PlainLoop.StartAsync(Artifacts.PlainLoop, managed.Cascade, file, threads, Smallest, stop));
        }

        contestants.Add(new ChildLoop(Managed, managed, clip.Pictures));
        contestants.Add(new ChildLoop(OpenCv, openCv, clip.Pictures));
        contestants.Add(new ChildLoop(OpenCvFree, openCv with { OpenCvThreads = 0 }, clip.Pictures));
    }

    /// <summary>Each once, and another one first in every round.</summary>
    private static async Task<Pass[]> RoundAsync(List<IContestant> contestants, int round, CancellationToken stop)
    {
        var passes = new Pass[contestants.Count];
        for (var i = 0; i < passes.Length; i++)
        {
            var turn = (i + round) % passes.Length;
            passes[turn] = await contestants[turn].PassAsync(stop);
        }

        return passes;
    }

    private async Task<WatchResult> WatchAsync(WorkFolder folder, CancellationToken stop)
    {
        using var film = new HeadFilm();
        Directory.CreateDirectory(folder.PathOf("person"));
        foreach (var (name, clip) in film.All(Person))
        {
            await clip.SaveAsync(Path.Combine(folder.PathOf("person"), name), stop);
        }

        await using var source = await SourceProcess.StartAsync(folder.PathOf("person"), CameraWatch.Rate, stop);
        await using var imaging = new ImagingProcess(new ImagingOptions(), TimeProvider.System);
        return await new CameraWatch(source, imaging).RunAsync(TimeSpan.FromSeconds(options.Seconds), stop);
    }
}
