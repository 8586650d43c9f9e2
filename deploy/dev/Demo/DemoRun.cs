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
    private static readonly TimeSpan s_restartWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_heldWithin = TimeSpan.FromMinutes(2);
    private readonly LiveView _live = new(
        new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, progress, keepSteps: true);

    /// <returns>0 when the run gave exactly what was expected of it and every invariant holds.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (options.ListFaults || options.ListKills)
        {
            foreach (var s in options.ListFaults ? Scenario.Faults : Scenario.Kills(options.Victim))
            {
                await output.WriteLineAsync($"{s.Name} {s.Expected.Outcome} {s.Expected.OldCard} {s.Expected.NewCard}");
            }

            return 0;
        }

        var scenario = Scenario.Find(options.Fault, options.Kill, options.Victim);
        if (options.Card.Length > 0)
        {
            scenario = scenario with { Card = options.Card };
        }

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
        var shop = ShopRules.Broken(evidence.World.Shop, scenario, Profiles.DebitClassic.Stripe);
        await ReportAsync(result, expected, shop, took.Elapsed);
        return expected && result.Holds && shop.Count == 0 ? 0 : 1;
    }

    private async Task<string> PlayAsync(string folder, Scenario scenario, CancellationToken stop)
    {
        using var http = new HttpClient();
        var seed = scenario.Card.Length > 0
            ? SeedFile.WithBlank(folder, Scenario.BlankOf(scenario.Card))
            : Checkout.Seed;
        var setup = new PlantSetup(folder, scenario, options.Once, seed);
        if (scenario.Kill is { Central: true })
        {
            setup = setup with { CallPatience = s_restartWithin };
        }

        await using var plant = await Plant.StartAsync(setup, http, progress, stop);
        if (scenario.Clock is { } leap)
        {
            _live.Ended = step => Leap(plant, leap, step);
        }

        var following = _live.FollowAsync(plant.Screen, stop);
        await plant.Box.SayAsync("run");
        if (scenario.Kill is { } kill)
        {
            await KillAsync(plant, kill, stop);
            following = kill.Service ? _live.FollowAsync(plant.Screen, stop) : following;
        }

        var done = await plant.Box.EventAsync("customer-done", s_customerWithin, stop);
        await progress.WriteLineAsync($"  the customer's screen ended with: {done.GetProperty("outcome").GetString()}");
        if (scenario.Central.Length > 0)
        {
            await plant.Central.SayAsync("return");
        }

        await plant.SettledAsync(s_settleWithin, stop);
        await AfterwardsAsync(plant, scenario, stop);
        await plant.Service.EndAsync();
        await following;
        return plant.ChipLink;
    }

    private async Task AfterwardsAsync(Plant plant, Scenario scenario, CancellationToken stop)
    {
        if (!options.Once)
        {
            await StayAsync(plant, stop);
        }
        else if (scenario.Expected.NewCard == "active")
        {
            await plant.Box.SayAsync("try-new");
            await plant.Box.EventAsync("tried", s_settleWithin, stop);
        }
    }

    private void Leap(Plant plant, ClockLeap leap, StepLine step)
    {
        if (step.Name == leap.After && step.State == "done")
        {
            plant.Clock!.Leap(leap.By);
            progress.WriteLine($"  the service's wall clock leaps by {leap.By}");
        }
    }

    private async Task KillAsync(Plant plant, Kill kill, CancellationToken stop)
    {
        var holder = kill.Holder == "box" ? plant.Box : plant.Central;
        await holder.EventAsync("held", s_heldWithin, stop);
        var victims = (kill.Service, kill.Central) is (true, true) ? "service and central" : options.Victim;
        await progress.WriteLineAsync(
            $"  {victims} killed (-9) while {kill.Holder} held its answer at {kill.Point}; starting again");
        await plant.KillAsync(kill.Service, kill.Central, stop);
        await (kill.Holder == "box" ? plant.Box : plant.Central).SayAsync($"release {kill.Point}");
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
