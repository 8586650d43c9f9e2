using System.Diagnostics;
using System.Text.Json;
using KioskSuite.Dev.Invariants;
using KioskSuite.Journal;

namespace KioskSuite.Dev.Demo;

/// <summary>One run of the demo, from an empty folder to nothing left behind.</summary>
internal sealed class DemoRun(DemoOptions options, TextWriter output, TextWriter progress)
{
    private static readonly TimeSpan s_customerWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_settleWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_heldWithin = TimeSpan.FromMinutes(2);
    private readonly LiveView _live = new(
        new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, progress, keepSteps: true);

    /// <returns>0 when the run gave exactly what was expected of it and every invariant holds.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (options.ListFaults || options.ListKills)
        {
            foreach (var s in options.ListFaults ? Scenario.Faults : Scenario.Kills)
            {
                await output.WriteLineAsync($"{s.Name} {s.Expected.Outcome} {s.Expected.OldCard} {s.Expected.NewCard}");
            }

            return 0;
        }

        var scenario = Scenario.Find(options.Fault, options.Kill);
        using var folder = RunFolder.Create(options.Keep);
        var took = Stopwatch.StartNew();
        await progress.WriteLineAsync($"KioskSuite demo: {scenario.Name}");
        var chipLink = await PlayAsync(folder.Path, scenario, stop);
        if (!options.Once)
        {
            return 0;
        }

        var evidence = Evidence.Read(folder.Path);
        var chain = JournalVerifier.Verify(Path.Combine(folder.Path, "journal.db")).Ok ? "ok" : "broken";
        var result = RunResult.Of(evidence, _live.Steps, chipLink, chain, SeedFile.LostCardOf(scenario.Person));
        var expected = new Triple(result.Outcome, result.OldCard, result.NewCard) == scenario.Expected;
        var shop = ShopRules.Broken(evidence.World.Shop, scenario.Expected);
        await ReportAsync(result, expected, shop, took.Elapsed);
        return expected && result.Holds && shop.Count == 0 ? 0 : 1;
    }

    private async Task<string> PlayAsync(string folder, Scenario scenario, CancellationToken stop)
    {
        using var http = new HttpClient();
        await using var plant = await Plant.StartAsync(folder, scenario, options.Once, http, progress, stop);
        var following = _live.FollowAsync(plant.Screen, stop);
        await plant.Box.SayAsync("run");
        if (scenario.Hold.Length > 0)
        {
            following = await KillAsync(plant, scenario.Hold, stop);
        }

        var done = await plant.Box.EventAsync("customer-done", s_customerWithin, stop);
        await progress.WriteLineAsync($"  the customer's screen ended with: {done.GetProperty("outcome").GetString()}");
        if (scenario.Central.Length > 0)
        {
            await plant.Central.SayAsync("return");
        }

        await plant.SettledAsync(s_settleWithin, stop);
        if (!options.Once)
        {
            await StayAsync(plant, stop);
        }

        await plant.Service.EndAsync();
        await following;
        return plant.ChipLink;
    }

    private async Task<Task> KillAsync(Plant plant, string point, CancellationToken stop)
    {
        await plant.Box.EventAsync("held", s_heldWithin, stop);
        await plant.Service.KillAsync();
        await progress.WriteLineAsync(
            $"  service killed (-9) while the simulator held its answer at {point}; starting again");
        await plant.StartServiceAsync(stop);
        await plant.Box.SayAsync($"release {point}");
        return _live.FollowAsync(plant.Screen, stop);
    }

    private async Task StayAsync(Plant plant, CancellationToken stop)
    {
        await plant.Box.SayAsync("shop");
        await progress.WriteLineAsync(Signposts.Of(plant));
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
        catch (OperationCanceledException)
        {
            await progress.WriteLineAsync("ending …");
        }
    }

    private async Task ReportAsync(RunResult result, bool expected, IReadOnlyList<string> shop, TimeSpan took)
    {
        foreach (var (name, held) in result.Invariants)
        {
            await progress.WriteLineAsync($"  {(held == "ok" ? "✓" : "✗")} {name}: {held}");
        }

        foreach (var broken in shop)
        {
            await progress.WriteLineAsync($"  ✗ shop: {broken}");
        }

        await progress.WriteLineAsync(
            $"{result.Outcome}, old card {result.OldCard}, new card {result.NewCard}, "
            + $"{result.Journal.Entries} entries, {took.TotalSeconds:0.0} s"
            + (expected ? "" : " — NOT what was expected"));
        if (options.Json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        }
    }
}
