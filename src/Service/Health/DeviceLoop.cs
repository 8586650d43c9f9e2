using KioskSuite.Devices;
using KioskSuite.Jobs;

namespace KioskSuite.Service.Health;

/// <summary>One device's supervision: open it with back-off until it answers, then ask it how it is, for ever.</summary>
/// <param name="record">Takes what the last look found: state, fault and warning.</param>
internal sealed class DeviceLoop(
    IDevice device,
    Action<DeviceState, DeviceFault, DeviceFault> record,
    HandsOff hands,
    Backoff backoff,
    DeviceHostOptions options,
    TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _woken = NewSignal();
    private long _lies;
    private long _cleared;

    public string Device => device.Name;

    /// <summary>Ends the pause before the next look; one that comes during a look is followed by another look.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken.TrySetResult();
        }
    }

    /// <summary>A journey met a fault here. One that cannot be true is kept until a later look is clean.</summary>
    public void Meet(DeviceFault fault)
    {
        lock (_gate)
        {
            if (fault == DeviceFault.Contradiction)
            {
                _lies++;
                record(DeviceState.Hindered, fault, DeviceFault.None);
            }

            _woken.TrySetResult();
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Yield();                         // a driver that blocks its caller must not keep the next one shut
        for (var (open, attempt) = (false, -1); ;)
        {
            await (open ? hands.Free : Task.CompletedTask).WaitAsync(stop);
            var (woken, lies) = Arm();
            var seen = open ? await CheckAsync(stop) : await OpenAsync(stop);
            if (seen is { } answer)
            {
                Record(answer, lies);
                attempt = open || answer.Ok ? 0 : attempt + 1;
                open = answer.Ok;
            }

            await PauseAsync(open, attempt, woken, stop);
        }
    }

    /// <summary>What a device's failure makes of it. One that answers is hindered, whatever it complains of.</summary>
    internal static DeviceState StateOf(DeviceFault fault) => fault switch
    {
        DeviceFault.Busy => DeviceState.Held,
        DeviceFault.Timeout or DeviceFault.Offline or DeviceFault.Garbage => DeviceState.Absent,
        _ => DeviceState.Hindered,
    };

    private void Record(Outcome<DeviceCondition> seen, long lies)
    {
        var (state, fault, soon) = seen switch
        {
            { Failure: { } failure } => (StateOf(failure.Fault), failure.Fault, DeviceFault.None),
            { Value: { Now: DeviceFault.None } well } => (DeviceState.Ready, DeviceFault.None, well.Soon),
            { Value: var hindered } => (DeviceState.Hindered, hindered.Now, hindered.Soon),
        };
        lock (_gate)
        {
            _lies += fault == DeviceFault.Contradiction ? 1 : 0;
            // A look that began before the lie proves nothing about it, and none does while a journey works.
            _cleared = state == DeviceState.Ready && !hands.Now ? lies : _cleared;
            var lied = state == DeviceState.Ready && _cleared != _lies;
            record(lied ? DeviceState.Hindered : state, lied ? DeviceFault.Contradiction : fault, soon);
        }
    }

    private Task<Outcome<DeviceCondition>?> OpenAsync(CancellationToken stop) => AskAsync(
        async s => (await device.OpenAsync(s)).Failure is { } failure ? failure : await device.CheckAsync(s),
        options.OpenWithin,
        NewSignal().Task,
        stop);

    private Task<Outcome<DeviceCondition>?> CheckAsync(CancellationToken stop) =>
        AskAsync(device.CheckAsync, options.CheckWithin, hands.Held, stop);

    /// <returns>Null when it was given up because a journey needs the device.</returns>
    private async Task<Outcome<DeviceCondition>?> AskAsync(
        Func<CancellationToken, ValueTask<Outcome<DeviceCondition>>> ask,
        TimeSpan within,
        Task needed,
        CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(within, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        if (needed.IsCompleted)
        {
            return null;
        }

        var asked = ask(ends.Token).AsTask();
        await Task.WhenAny(asked, needed);
        ends.Cancel();
        try
        {
            return await asked;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested && ends.IsCancellationRequested)
        {
            return deadline.IsCancellationRequested ? DeviceFault.Timeout : null;
        }
    }

    private async Task PauseAsync(bool open, int attempt, Task woken, CancellationToken stop)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pause = open ? Task.Delay(options.CheckEvery, time, ends.Token) : backoff.PauseAsync(attempt, ends.Token);
        await await Task.WhenAny(pause, woken);
        ends.Cancel();
    }

    private (Task Woken, long Lies) Arm()
    {
        lock (_gate)
        {
            _woken = _woken.Task.IsCompleted ? NewSignal() : _woken;
            return (_woken.Task, _lies);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
