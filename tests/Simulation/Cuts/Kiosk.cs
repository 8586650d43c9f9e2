using KioskSuite.Issuance.Blanks;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Issue;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Simulation.Cuts;

/// <summary>One life of the service on this one thread: the real journal, journey, settling and runner.</summary>
internal sealed class Kiosk : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly JournalStore _store;
    private readonly JobRunner _runner;
    private readonly Readiness _readiness;
    private readonly List<Task> _running = [];

    private Kiosk(World world, JournalStore store, WatchedJournal journal)
    {
        var policies = Policies;
        var (seed, time) = (world.Seed, world.Time);
        _store = store;
        Ledger = new Ledger(journal);
        Ledger.Load();
        Board = new JourneyBoard();
        var blanks = seed.Blanks.Select(b => new BlankStock(b.Code, b.Atr, b.IcType)).ToList();
        var identity = new KioskIdentity(
            seed.Kiosk.Id, seed.Issuer.TicketPublicKey, seed.Issuer.DocumentTokenKey, blanks, World.Stock);
        var backoff = new Backoff(policies.BackoffFirst, policies.BackoffMost, new Random(1), time);
        var attentive = new Attentive();
        var steps = new Steps(Ledger, Board, attentive, backoff, policies, time, identity.Id);
        var commands = new Commands.CommandsClient(world.Centre.Line);
        var tickets = new TicketVerifier(identity.TicketKey, time);
        var central = new CentralCalls(steps, Ledger, commands, identity, tickets);
        var reader = new Reader(world, seed.People[0].Document);
        var devices = new KioskDevices(reader, world.Machine, new Contacts(world), new Painter());
        var questions = new Questions(steps, Board, policies, time);
        var settlement = new Settlement(steps, central, questions, Ledger, Board, devices, policies);
        _readiness = new Readiness(attentive, Ledger, devices, () => false);
        var comparing = new Reconciliation(Ledger, _readiness, attentive, questions, Board, devices.Printer, time);
        var journey = new IssueCard(
            steps, central, questions, settlement, comparing, Ledger, Board, devices, policies, identity, time);
        _runner = new JobRunner(
            Ledger, Board, journey, devices, attentive, backoff, settlement, comparing, _readiness, identity, time);
    }

    public Ledger Ledger { get; }

    public JourneyBoard Board { get; }

    /// <summary>Every case found is looked at, and none is open.</summary>
    public bool Quiet => _runner.Settled.IsCompletedSuccessfully && Ledger.Read(s => s.OpenCases.Count) == 0;

    /// <summary>How ledger and printer stand to each other.</summary>
    public Agreement Agreement => _readiness.Agreement;

    /// <summary>A customer's journey has left its forward path.</summary>
    public bool Served => Board.View.Scene == Scene.End;

    /// <summary>The screen tells the customer that something is still open.</summary>
    public bool SaysWhy => Board.View is { Unsettled: true, Outcome.Length: > 0 };

    /// <summary>The service ended by itself: a bug, whatever the reason.</summary>
    public Task? Broken => _running.Find(t => t.IsFaulted);

    private static Policies Policies { get; } = new()
    {
        StopText = "stop",
        TermsText = "terms {fees}",
        ChooseText = "choose",
        TellerText = "teller",
        BackoffFirst = TimeSpan.FromSeconds(5),
    };

    /// <param name="world">What the service finds.</param>
    /// <param name="cuts">Takes the state of everything at each commit, or null.</param>
    /// <param name="begins">A customer comes.</param>
    public static async Task<Kiosk> StartAsync(World world, CutRecorder? cuts, bool begins)
    {
        Directory.CreateDirectory(world.Disk);
        var store = await JournalStore.OpenAsync(
            new JournalOptions(world.Journal), world.Time, new CallersThread(), CancellationToken.None);
        world.Watch.Begin(store);
        var kiosk = new Kiosk(world, store, new WatchedJournal(store, world.Watch, cuts));
        kiosk._running.Add(kiosk._runner.RunAsync(new ServiceStarted { Software = "simulation" }, kiosk._over.Token));
        kiosk._running.Add(new People(world).ServeAsync(kiosk.Board, begins, kiosk._over.Token));
        return kiosk;
    }

    public IReadOnlyList<Entry> Log() => _store.Read(1, int.MaxValue);

    public async ValueTask DisposeAsync()
    {
#pragma warning disable VSTHRD103, CA1849 // the other way ends on another thread
        _over.Cancel();
#pragma warning restore VSTHRD103, CA1849
        foreach (var task in _running)
        {
            await task.ContinueWith(_ => { }, TaskScheduler.FromCurrentSynchronizationContext());
        }

        await _store.DisposeAsync();
        _runner.Dispose();
        _over.Dispose();
    }
}
