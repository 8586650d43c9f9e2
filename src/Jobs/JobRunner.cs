using KioskSuite.Devices;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Fold;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs;

/// <summary>Runs one journey at a time; settles what a restart or an absent centre left open.</summary>
public sealed class JobRunner(
    Ledger ledger, JourneyBoard board, IssueCard journey, KioskDevices devices, Backoff backoff,
    Settlement settlement, KioskIdentity kiosk, TimeProvider time) : IDisposable
{
    private const ulong NoneLive = ulong.MaxValue;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_devicesWithin = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _devices = new(1);
    private ulong _live = NoneLive;

    /// <summary>Completes when every case found open at start is settled, or waits for central only.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs until stopped. Writes the start, counts a new kiosk's stock, settles, then serves.</summary>
    public async Task RunAsync(ServiceStarted started, CancellationToken stop)
    {
        await ledger.AppendAsync(0, stop, started);
        if (!ledger.Read(s => s.StockCounted))
        {
            await ledger.AppendAsync(0, stop, new Counted { Place = Messages.Entries.Place.Hopper, N = kiosk.Hopper });
        }

        await OpenDevicesAsync(stop);
        foreach (var open in ledger.Read(s => s.OpenCases.ToList()))
        {
            board.Show(v => Reopened(open) with { Version = v.Version });
            await settlement.SettleAsync(open.Case, "", stop);
        }

        _ready.TrySetResult();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ended = await Task.WhenAny(ServeAsync(both.Token), SettleLoopAsync(both.Token));
        await both.CancelAsync();
        await ended;                                                // a loop that ends is a bug, and ends the service
    }

    // The customer who still stands there must not read that the old card was left alone.
    private static JourneyView Reopened(CaseState s) => new()
    {
        Case = s.Case,
        Scene = Scene.Working,
        StoppedAt = s.StoppedAt,
        StopPending = s.Stop == CallState.Open,
    };

    public void Dispose() => _devices.Dispose();

    private async Task OpenDevicesAsync(CancellationToken stop)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = time.CreateTimer(_ => within.Cancel(), null, s_devicesWithin, Timeout.InfiniteTimeSpan);
        await Task.WhenAll(OpenAsync(devices.IdReader, within.Token), OpenAsync(devices.Printer, within.Token));
        stop.ThrowIfCancellationRequested();
    }

    private async Task OpenAsync(IDevice device, CancellationToken within)
    {
        try
        {
            for (var attempt = 0; !(await device.OpenAsync(within)).Ok; attempt++)
            {
                await backoff.PauseAsync(attempt, within);
            }
        }
        catch (OperationCanceledException) when (within.IsCancellationRequested)
        {
            // Absent: the journey meets it as Offline when it needs it.
        }
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        while (true)
        {
            await board.WaitForStartAsync(stop);
            await _devices.WaitAsync(stop);
            try
            {
                Volatile.Write(ref _live, ledger.Head.Seq + 1);     // whatever is opened from here on is live
                var opened = await ledger.AppendAsync(0, stop, new CaseOpened { Journey = "issue-card" });
                board.Show(v => new JourneyView { Version = v.Version, Case = opened[0].Seq, Scene = Scene.Document });
                await journey.RunAsync(opened[0].Seq, stop);
            }
            finally
            {
                Volatile.Write(ref _live, NoneLive);
                _devices.Release();
            }
        }
    }

    // One loop for all cases that wait for central; it ends with the service only. It never touches the devices
    // while a customer's journey has them, and never makes a stop wait for that.
    private async Task SettleLoopAsync(CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            var open = ledger.Read(s => s.OpenCases.Where(c => c.Case < Volatile.Read(ref _live)).ToList());
            foreach (var c in open)
            {
                attempt = await SettleAsync(c, stop) ? 0 : attempt;
            }

            await (open.Count == 0 ? Task.Delay(s_idle, time, stop) : backoff.PauseAsync(attempt, stop));
            attempt = open.Count == 0 ? 0 : attempt;
        }
    }

    private async Task<bool> SettleAsync(CaseState c, CancellationToken stop)
    {
        if (!c.NeedsDevices)
        {
            return await settlement.SettleAsync(c.Case, "", stop);
        }

        if (!await _devices.WaitAsync(TimeSpan.Zero, stop))
        {
            return false;
        }

        try
        {
            return await settlement.SettleAsync(c.Case, "", stop);
        }
        finally
        {
            _devices.Release();
        }
    }
}
