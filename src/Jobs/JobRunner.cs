using KioskSuite.Devices;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Fold;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs;

/// <summary>Runs one journey at a time; settles what a restart or an absent centre left open.</summary>
public sealed class JobRunner(
    Ledger ledger, JourneyBoard board, IssueCard journey, KioskDevices devices, Backoff backoff,
    Settlement settlement, KioskIdentity kiosk, TimeProvider time)
{
    private static readonly TimeSpan s_devicesWithin = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _live;

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
        await Task.WhenAll(ServeAsync(stop), SettleLoopAsync(stop));
    }

    // The customer who still stands there must not read that the old card was left alone.
    private static JourneyView Reopened(CaseState s) => new()
    {
        Case = s.Case, Scene = Scene.Working, StoppedAt = s.StoppedAt, StopPending = s.Stop == CallState.Open,
    };

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
            var opened = await ledger.AppendAsync(0, stop, new CaseOpened { Journey = "issue-card" });
            _live = opened[0].Seq;
            board.Show(v => new JourneyView { Version = v.Version, Case = _live, Scene = Scene.Document });
            await journey.RunAsync(_live, stop);
            _live = 0;
        }
    }

    // One loop for all cases that wait for central; it ends with the service only.
    private async Task SettleLoopAsync(CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            await backoff.PauseAsync(attempt, stop);
            var open = ledger.Read(s => s.OpenCases.Where(c => c.Case != _live).Select(c => c.Case).ToList());
            attempt = open.Count == 0 ? 0 : attempt;
            foreach (var c in open)
            {
                attempt = await settlement.SettleAsync(c, "", stop) ? 0 : attempt;
            }
        }
    }
}
