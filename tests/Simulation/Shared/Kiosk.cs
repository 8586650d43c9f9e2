using Grpc.Core;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using KioskSuite.Service.Configuration;
using KioskSuite.Service.Hosting;
using KioskSuite.Tests.Support;
using Seed = KioskSuite.CentralSystem.Seed;

namespace KioskSuite.Simulation.Shared;

/// <summary>What one life of the service stands on.</summary>
/// <param name="Journal">Path of its journal.</param>
/// <param name="Devices">Its devices, by whatever way.</param>
/// <param name="Watch">How the devices are.</param>
/// <param name="Line">The line to central.</param>
internal sealed record Ground(
    Seed Seed, VirtualTime Time, string Journal, KioskDevices Devices, IDeviceWatch Watch, CallInvoker Line)
{
    /// <summary>What a check by camera needs; null for a kiosk without one.</summary>
    public FaceParts? Face { get; init; }
}

/// <summary>One life of the service on this one thread: the real journal, journeys, settling and runner.</summary>
internal sealed class Kiosk : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _running = [];
    private readonly JournalStore _store;
    private readonly JobRunner _runner;

    private Kiosk(Ground ground, JournalStore store, IJournal journal)
    {
        var configuration = ConfigurationOf(ground);
        var policies = configuration.Policies;
        (_store, Face) = (store, ground.Face?.Board);
        Ledger = new Ledger(journal);
        Ledger.Load();
        var backoff = new Backoff(policies.BackoffFirst, policies.BackoffMost, new Random(1), ground.Time);
        var readiness = new Readiness(ground.Watch, Ledger, ground.Devices, () => false);
        _runner = Journeys.Compose(
            configuration, Ledger, Board, backoff, new Commands.CommandsClient(ground.Line), ground.Devices,
            ground.Watch, readiness, ground.Face, ground.Time);
    }

    public Ledger Ledger { get; }

    public JourneyBoard Board { get; } = new();

    /// <summary>Null in a kiosk without a camera.</summary>
    public FaceBoard? Face { get; }

    /// <summary>Every case found is looked at, and none is open.</summary>
    public bool Quiet => _runner.Settled.IsCompletedSuccessfully && Ledger.Read(s => s.OpenCases.Count) == 0;

    /// <summary>How ledger and printer stand to each other.</summary>
    public Agreement Agreement => _runner.Readiness.Agreement;

    /// <summary>A customer's journey has left its forward path.</summary>
    public bool Served => Board.View.Scene == Scene.End;

    /// <summary>The screen tells the customer that something is still open.</summary>
    public bool SaysWhy => Board.View is { Unsettled: true, Outcome.Length: > 0 };

    /// <summary>Something ended by itself: a bug, whatever the reason.</summary>
    public Task? Broken => _running.Find(t => t.IsFaulted);

    public IReadOnlyList<Entry> Log() => _store.Read(1, int.MaxValue);

    /// <summary>Opens the journal with its writer on this thread; nothing runs yet.</summary>
    /// <param name="ground">What it finds.</param>
    /// <param name="wrap">What the ledger sees instead of the journal itself.</param>
    public static async Task<Kiosk> OpenAsync(Ground ground, Func<JournalStore, IJournal> wrap)
    {
        var store = await JournalStore.OpenAsync(
            new JournalOptions(ground.Journal), ground.Time, new CallersThread(), CancellationToken.None);
        return new Kiosk(ground, store, wrap(store));
    }

    public void Run() => Beside(stop => _runner.RunAsync(new ServiceStarted { Software = "simulation" }, stop));

    /// <summary>Runs something as long as this life lasts.</summary>
    public void Beside(Func<CancellationToken, Task> run) => _running.Add(run(_over.Token));

    /// <summary>Everything that runs ends as soon as it looks.</summary>
    public void Cancel()
    {
#pragma warning disable VSTHRD103, CA1849 // the other way ends on another thread
        _over.Cancel();
#pragma warning restore VSTHRD103, CA1849
    }

    public async ValueTask DisposeAsync()
    {
        Cancel();
        foreach (var task in _running)
        {
            await task.ContinueWith(_ => { }, TaskScheduler.FromCurrentSynchronizationContext());
        }

        await _store.DisposeAsync();
        _over.Dispose();
    }

    private static KioskConfiguration ConfigurationOf(Ground ground)
    {
        var (kiosk, issuer) = (ground.Seed.Kiosk, ground.Seed.Issuer);
        return new()
        {
            Kiosk = new KioskIdentity(
                kiosk.Id,
                issuer.TicketPublicKey,
                issuer.DocumentTokenKey,
                [.. ground.Seed.Blanks.Select(b => new BlankStock(b.Code, b.Atr, b.IcType))],
                (uint)kiosk.Hopper),
            Central = new Uri("http://localhost"),
            Screen = new Uri("http://localhost"),
            Journal = ground.Journal,
            IdReader = new("", 0, "none"),
            Printer = new("", 0),
            Chip = new("", ""),
            Policies = new()
            {
                StopText = "stop",
                TermsText = "terms {fees}",
                ChooseText = "choose",
                TellerText = "teller",
                BackoffFirst = TimeSpan.FromSeconds(5),
            },
        };
    }
}
