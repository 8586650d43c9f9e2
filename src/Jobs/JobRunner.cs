using KioskSuite.Devices;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Fold;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs;

/// <summary>Runs one journey at a time; settles what a restart or an absent centre left open.</summary>
public sealed class JobRunner(
    Ledger ledger, JourneyBoard board, IssueCard journey, KioskDevices devices, IDeviceWatch watch, Backoff backoff,
    Settlement settlement, Reconciliation reconciliation, Readiness readiness, KioskIdentity kiosk, TimeProvider time)
{
    private const ulong NoneLive = ulong.MaxValue;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_printerWithin = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Turn _devices = new();
    private ulong _live = NoneLive;

    /// <summary>Completes when every case found open at start is settled, or waits for central or a device.</summary>
    public Task Settled => _settled.Task;

    public Readiness Readiness => readiness;

    /// <summary>Runs until stopped. Writes the start, counts a new kiosk's stock, settles, then serves.</summary>
    public async Task RunAsync(ServiceStarted started, CancellationToken stop)
    {
        await ledger.AppendAsync(0, stop, started);
        if (!ledger.Read(s => s.StockCounted))
        {
            await ledger.AppendAsync(0, stop, new Counted { Place = Messages.Entries.Place.Hopper, N = kiosk.Hopper });
        }

        await SettleFoundAsync(stop);
        _settled.TrySetResult();
        ShowOffer();                                                // before the welcome: nobody begins on a guess
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ended = await Task.WhenAny(
            ServeAsync(both.Token), SettleLoopAsync(both.Token), CompareLoopAsync(both.Token));
        await both.CancelAsync();
        await ended;                                                // a loop that ends is a bug, and ends the service
    }

    // Whoever still stands there is served first; for nobody does the start wait.
    private async Task SettleFoundAsync(CancellationToken stop)
    {
        var found = ByUrgency(ledger.Read(s => s.OpenCases.ToList()));
        if (found.Count > 0)
        {
            board.Show(v => Reopened(v, found[0]));
        }

        if (found.Exists(c => c.NeedsDevices))
        {
            await PrinterTriedAsync(stop);
        }

        using var held = watch.Hold();
        foreach (var open in found)
        {
            board.Show(v => Reopened(v, open));
            await settlement.SettleAsync(open.Case, "", stop);
        }
    }

    // The customer who still stands there must not read that the old card was left alone.
    private static JourneyView Reopened(JourneyView v, CaseState s) => v.Of(s.Case) with
    {
        Scene = Scene.Working,
        StoppedAt = s.StoppedAt,
        StopPending = s.Stop == CallState.Open,
    };

    // A card may be inside, so the printer gets a fair time to say where; then the settling loop goes on asking.
    private async Task PrinterTriedAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(s_printerWithin, time);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            for (var seen = watch.Version; !IsReady(devices.Printer); seen = watch.Version)
            {
                await watch.WaitBeyondAsync(seen, within.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Absent: its cases wait.
        }
    }

    private bool IsReady(IDevice device) =>
        watch.Devices.FirstOrDefault(d => d.Device == device.Name) is { State: DeviceState.Ready };

    private async Task ServeAsync(CancellationToken stop)
    {
        while (true)
        {
            await board.WaitForStartAsync(stop);
            await _devices.WaitAsync(stop);
            using var held = watch.Hold();
            try
            {
                Volatile.Write(ref _live, ledger.Head.Seq + 1);     // whatever is opened from here on is live
                var opened = await ledger.AppendAsync(0, stop, new CaseOpened { Journey = "issue-card" });
                board.Show(v => v.Of(opened[0].Seq) with { Scene = Scene.Document });
                await journey.RunAsync(opened[0].Seq, stop);
                await reconciliation.CompareAsync(stop);
            }
            finally
            {
                Volatile.Write(ref _live, NoneLive);
                _devices.Release();
            }
        }
    }

    // One loop for all cases that wait; it ends with the service only. It never touches the devices while a
    // customer's journey has them, and never makes a stop wait for that.
    private async Task SettleLoopAsync(CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            var open = ledger.Read(s => s.OpenCases.Where(c => c.Case < Volatile.Read(ref _live)).ToList());
            foreach (var c in ByUrgency(open))
            {
                attempt = await SettleAsync(c, stop) ? 0 : attempt;
            }

            await ledger.SnapshotAsync(stop);
            await (open.Count == 0 ? Task.Delay(s_idle, time, stop) : backoff.PauseAsync(attempt, stop));
            attempt = open.Count == 0 ? 0 : attempt;
        }
    }

    // N42: a card in a hand that may not work yet goes before everything.
    private static List<CaseState> ByUrgency(IEnumerable<CaseState> cases) =>
        [.. cases.OrderByDescending(c => c.Taken).ThenByDescending(c => c.Stop == CallState.Open).ThenBy(c => c.Case)];

    private async Task<bool> SettleAsync(CaseState c, CancellationToken stop) => c.NeedsDevices
        ? await WithDevicesAsync(() => settlement.SettleAsync(c.Case, "", stop), stop)
        : await settlement.SettleAsync(c.Case, "", stop);

    // Compares when something changed, and every second while it does not agree; then tells the screen.
    private async Task CompareLoopAsync(CancellationToken stop)
    {
        for (var compared = -1L; ;)
        {
            var version = watch.Version;
            if (IsReady(devices.Printer) && (version != compared || readiness.Agreement != Agreement.Agreed))
            {
                var done = await WithDevicesAsync(() => CompareAsync(stop), stop);
                compared = done ? version : compared;
            }

            ShowOffer();
            await WaitForChangeAsync(version, stop);
        }
    }

    private async Task<bool> CompareAsync(CancellationToken stop)
    {
        await reconciliation.CompareAsync(stop);
        return true;
    }

    private void ShowOffer()
    {
        if (readiness.Offer is var offer && board.View.Offer != offer)
        {
            board.Show(v => v with { Offer = offer });
        }
    }

    private async Task WaitForChangeAsync(long version, CancellationToken stop)
    {
        using var idle = new CancellationTokenSource(s_idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, idle.Token);
        try
        {
            await watch.WaitBeyondAsync(version, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nothing changed; what does not agree is looked at again.
        }
    }

    private async Task<bool> WithDevicesAsync(Func<Task<bool>> work, CancellationToken stop)
    {
        if (!_devices.TryTake())
        {
            return false;
        }

        try
        {
            using var held = watch.Hold();
            return await work();
        }
        finally
        {
            _devices.Release();
        }
    }
}
