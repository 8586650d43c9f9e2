using KioskSuite.CentralSystem;
using KioskSuite.Jobs;
using KioskSuite.Simulation.Shared;
using KioskSuite.Tests.Support;

namespace KioskSuite.Simulation.Cuts;

/// <summary>What one run came to.</summary>
/// <param name="Wrong">Empty, or what did not hold and the last entries.</param>
/// <param name="Ending">Wire word of the ending of the last case, or empty.</param>
internal sealed record Ran(string Wrong, string Ending, CutRecorder? Recorded);

/// <summary>Runs lives of the kiosk, each alone on this thread.</summary>
internal static class CutRun
{
    private const int Last = 14;
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_hopeless = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    /// <summary>The path from the first start to its end, without a cut.</summary>
    public static async Task<Ran> ForwardAsync(Seed seed, Path path)
    {
        Ran? ran = null;
        await VirtualTime.Run(async time =>
        {
            using var folder = new RunFolder();
            using var world = new World(seed, path, time, folder.Name);
            var cuts = new CutRecorder(world);
            await using var kiosk = await StartAsync(world, cuts, begins: true);
            await UntilAsync(world, kiosk, () => kiosk.Served && Serves(world, kiosk));
            ran = End(world, kiosk, cuts);
        });
        return ran!;
    }

    /// <summary>What the next start makes of what a cut left.</summary>
    /// <param name="again">Records the places where this run can be cut again.</param>
    public static async Task<Ran> SettleAsync(Cut cut, Shows shows, CentreIs centre, bool again)
    {
        Ran? ran = null;
        await VirtualTime.Run(async time =>
        {
            using var folder = new RunFolder();
            using var world = cut.Left.Restore(time, folder.Name);
            time.Advance(Afterwards.Outage);
            Afterwards.Apply(world, shows, centre);
            var cuts = again ? new CutRecorder(world) : null;
            await using var kiosk = await StartAsync(world, cuts, begins: false);
            await Afterwards.PassAsync(world, shows);
            if (shows == Shows.DeadForEver)
            {
                await UntilAsync(world, kiosk, () => kiosk.Quiet, s_hopeless);
                world.Watch.Require(
                    kiosk.Quiet || kiosk.SaysWhy, "an open case has a reason", $"{kiosk.Board.View.Outcome}");
                world.Machine.Dead = false;
            }

            await UntilAsync(world, kiosk, () => Serves(world, kiosk));
            ran = End(world, kiosk, cuts);
        });
        return ran!;
    }

    private static async Task<Kiosk> StartAsync(World world, CutRecorder? cuts, bool begins)
    {
        Directory.CreateDirectory(world.Disk);
        var reader = new Reader(world, world.Seed.People[0].Document);
        var devices = new KioskDevices(reader, world.Machine, new Contacts(world), new Painter());
        var ground = new Ground(
            world.Seed, world.Time, world.Journal, devices, new Attentive(), world.Centre.Line);
        var kiosk = await Kiosk.OpenAsync(ground, store =>
        {
            world.Watch.Begin(store);
            return new WatchedJournal(store, world.Watch, cuts);
        });
        kiosk.Run();
        kiosk.Beside(stop => new People(world).ServeAsync(kiosk.Board, begins, stop));
        return kiosk;
    }

    private static bool Serves(World world, Kiosk kiosk) =>
        kiosk.Quiet && world.Watch.AgreementDue() == kiosk.Agreement;

    private static async Task UntilAsync(World world, Kiosk kiosk, Func<bool> done, TimeSpan? within = null)
    {
        var until = world.Time.Elapsed + (within ?? s_patience);
        while (!done() && kiosk.Broken is null && world.Time.Elapsed < until)
        {
            await Task.Delay(s_step, world.Time);
        }
    }

    private static Ran End(World world, Kiosk kiosk, CutRecorder? cuts)
    {
        world.Time.Left.ShouldBeFalse("a continuation left the thread: the run is not determined");
        cuts?.End();
        world.Watch.AtEnd(kiosk.Agreement);
        if (kiosk.Broken is { } broken)
        {
            world.Watch.Require(false, "the service goes on", $"{broken.Exception?.InnerException}");
        }

        var log = kiosk.Log();
        var ended = log.LastOrDefault(e => e.Kind == EntryKinds.CaseEnded);
        var ending = ended is null
            ? "" : Names.Of(Messages.Entries.CaseEnded.Parser.ParseFrom(ended.Payload).Ending);
        var entries = log.Skip(Math.Max(0, log.Count - Last)).Select(e => $"\n      {Entries.Describe(e)}");
        var wrong = world.Watch.Broken.Count == 0
            ? ""
            : $"{string.Join("\n    also ", world.Watch.Broken.Distinct().Take(3))}{string.Concat(entries)}";
        return new(wrong, ending, cuts);
    }
}
