using KioskSuite.CentralSystem;
using KioskSuite.Jobs;
using KioskSuite.Simulation.Shared;
using KioskSuite.Tests.Support;
using KioskSuite.Tests.Tidy;
using Triple = KioskSuite.Dev.Demo.Triple;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>Every fault and every kill of the service, in real bytes, on one thread that jumps over waiting.</summary>
public sealed class ScenarioTests
{
    private const int Last = 20;
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_within = TimeSpan.FromMinutes(10);
    private readonly Seed _seed = SeedFile.Read(Repository.PathTo("simulators", "seed.json"));

    public static TheoryData<string> Faults => [.. ScenarioRow.Faults.Select(r => r.Name)];

    public static TheoryData<string> Kills => [.. ScenarioRow.Kills.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_fault_comes_to_what_the_table_says(string name) =>
        PlayAsync(ScenarioRow.Faults.Single(r => r.Name == name));

    [Theory]
    [MemberData(nameof(Kills))]
    public Task A_killed_service_comes_to_what_the_table_says(string point) =>
        PlayAsync(ScenarioRow.Kills.Single(r => r.Name == point));

    private Task PlayAsync(ScenarioRow row) => VirtualTime.Run(async time =>
    {
        using var folder = new RunFolder();
        using var over = new CancellationTokenSource();
        await using var plant = new Plant(_seed, row, time, folder.Name);
        var reached = false;
        plant.World.Holds.Reached += _ => reached = true;
        if (row.Holder == "box")
        {
            plant.World.Holds.Arm(row.Point);
        }

        await plant.StartAsync();
        var person = _seed.People.Single(p => p.Id == row.Person);
        var visitor = new Visitor(plant, person, time);
        var (customer, teller) = (visitor.RunAsync(over.Token), visitor.TellAsync(over.Token));
        if (row.Point.Length > 0)
        {
            (await UntilAsync(time, () => reached || plant.Centre.Holds)).ShouldBeTrue($"{row.Point} is never reached");
            await plant.KillAsync(() => Release(plant, row));
            await plant.StartAsync();
        }

        await UntilAsync(time, () => customer.IsCompleted);
        plant.Centre.Return();
        await UntilAsync(time, () => plant.Kiosk!.Quiet || plant.Kiosk.Broken is not null);
        over.Cancel();
        Assert.False(time.Left, "a continuation left the thread: the run is not determined");
        Judge(plant, person.Accounts[0].Card, row);
    });

    private static void Release(Plant plant, ScenarioRow row)
    {
        plant.Centre.Release();
        plant.World.Holds.Release(row.Point);
    }

    private static void Judge(Plant plant, string card, ScenarioRow row)
    {
        var kiosk = plant.Kiosk!;
        var log = kiosk.Log();
        var ended = log.LastOrDefault(e => e.Kind == EntryKinds.CaseEnded);
        var ending = ended is null
            ? "none" : Names.Of(Messages.Entries.CaseEnded.Parser.ParseFrom(ended.Payload).Ending);
        var (old, replacement) = plant.Centre.StatesOf(card);
        var seen = new Triple(ending, old, replacement is "ordered" or "bound" or "proved" ? "inactive" : replacement);
        var entries = string.Concat(log.Skip(Math.Max(0, log.Count - Last)).Select(e => $"\n  {Entries.Describe(e)}"));
        Assert.True(kiosk.Broken is null, $"the service ended: {kiosk.Broken?.Exception}{entries}");
        Assert.True(seen == row.Expected, $"{row.Name}: {seen}, not {row.Expected}{entries}");
        Assert.True(kiosk.Quiet, $"{row.Name}: not settled{entries}");
        Assert.True(
            row.Name != "plain" || log.Any(ProvedByFace), $"a living owner is proved by the camera{entries}");
    }

    private static bool ProvedByFace(Journal.Entry e) =>
        e.Kind == EntryKinds.FaceChecked && Messages.Entries.FaceChecked.Parser.ParseFrom(e.Payload).Proved;

    private static async Task<bool> UntilAsync(VirtualTime time, Func<bool> done)
    {
        var until = time.Elapsed + s_within;
        while (!done() && time.Elapsed < until)
        {
            await Task.Delay(s_step, time);
        }

        return done();
    }
}
