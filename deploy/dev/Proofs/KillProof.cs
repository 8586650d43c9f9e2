using System.Diagnostics;
using KioskSuite.Dev.Demo;
using KioskSuite.Dev.Invariants;
using KioskSuite.Journal;

namespace KioskSuite.Dev.Proofs;

/// <summary>
/// Service and central are killed at random times under a stream of customers; then world, central and journal are
/// compared from outside.
/// </summary>
internal sealed class KillProof(KillOptions options, TextWriter output, TextWriter progress)
{
    private const int BlanksPerRound = 3;
    private const int Spare = 10;
    private static readonly TimeSpan s_restartWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_customerWithin = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_settleWithin = TimeSpan.FromMinutes(3);
    private readonly KillPlan _plan = new(options.Seed);
    private readonly StepCount _steps = new();
    private readonly List<Task> _following = [];
    private int _kills;

    /// <returns>0 when nothing was lost, doubled, live in the bin or unbalanced.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var folder = RunFolder.Create(options.Keep);
        var took = Stopwatch.StartNew();
        await progress.WriteLineAsync($"KioskSuite prove kill: {options.Rounds} rounds, --seed {options.Seed}");
        await PlayAsync(folder.Path, stop);
        var evidence = Evidence.Read(folder.Path);
        var chainHolds = JournalVerifier.Verify(Path.Combine(folder.Path, "journal.db")).Ok;
        var ledger = OutsideLedger.Compare(evidence, chainHolds);
        foreach (var finding in ledger.Findings)
        {
            await progress.WriteLineAsync($"  ✗ {finding}");
        }

        await progress.WriteLineAsync($"{evidence.Journal.Count} entries, {took.Elapsed.TotalMinutes:0.0} min");
        await output.WriteLineAsync(
            $"{options.Rounds} rounds, {_kills} kills, {ledger.Taken} cards taken: {ledger.Lost} lost, "
            + $"{ledger.Doubled} doubled, {ledger.LiveInReject} live in reject, {ledger.Unbalanced} unbalanced");
        return ledger.Clean ? 0 : 1;
    }

    private async Task PlayAsync(string folder, CancellationToken stop)
    {
        using var http = new HttpClient();
        using var events = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var blanks = (BlanksPerRound * options.Rounds) + Spare;
        var setup = new PlantSetup(folder, Scenario.Plain, Once: true, SeedFile.WithHopper(folder, blanks))
        {
            CallPatience = s_restartWithin,
            Box = ["--reject-box", $"{blanks}", "--ribbon", $"{blanks}"],
        };
        var turns = new Turns(SeedFile.People());
        await using var plant = await Plant.StartAsync(setup, http, progress, stop);
        Follow(plant, events, stop);
        for (var round = 1; round <= options.Rounds; round++)
        {
            turns.Went(await ServeAsync(plant, events, round, turns.Next(), stop));
        }

        await plant.SettledAsync(s_settleWithin, stop);
        await plant.Service.EndAsync();
        await Task.WhenAll(_following);
    }

    private async Task<string> ServeAsync(
        Plant plant, HttpClient events, int round, string person, CancellationToken stop)
    {
        _steps.Restart();
        await plant.Box.SayAsync($"run {person}");
        var done = plant.Box.EventAsync("customer-done", s_customerWithin, stop);
        foreach (var moment in _plan.Next())
        {
            if (await Task.WhenAny(done, _steps.ReachAsync(moment.Steps)) == done)
            {
                break;                                              // this customer's session was shorter
            }

            await Task.Delay(moment.Then, TimeProvider.System, stop);
            await plant.KillAsync(moment.Service, moment.Central, stop);
            _kills++;
            await progress.WriteLineAsync($"  round {round}: killed {moment}");
            if (moment.Service)
            {
                Follow(plant, events, stop);
            }
        }

        var outcome = (await done).GetProperty("outcome").GetString()!;
        await progress.WriteLineAsync($"  round {round}: {person} {outcome}");
        return outcome;
    }

    private void Follow(Plant plant, HttpClient events, CancellationToken stop)
    {
        var live = new LiveView(events, TextWriter.Null, keepSteps: false) { Ended = _ => _steps.Ended() };
        _following.Add(live.FollowAsync(plant.Screen, stop));
    }
}
