using KioskSuite.Devices;
using KioskSuite.Jobs;

namespace KioskSuite.Service.Health;

/// <summary>Supervises one device: opens it with back-off until it answers, then asks it how it is.</summary>
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
    private readonly Signal _woken = new();
    private long _lies;
    private long _cleared;

    public string Device => device.Name;

    /// <summary>Ends the pause before the next look; during a look it brings another one.</summary>
    public void Wake() => _woken.Raise();

    /// <summary>A journey met a fault here. One that cannot be true is kept until a later look is clean.</summary>
    public void Meet(DeviceFault fault)
    {
        if (fault == DeviceFault.Contradiction)
        {
            lock (_gate)
            {
                _lies++;
                record(DeviceState.Hindered, fault, DeviceFault.None);
            }
        }

        Wake();
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Yield();                         // a driver that blocks its caller must not keep the next one shut
        for (var (open, attempt) = (false, -1); ;)
        {
            var (woken, lies) = (_woken.Token, Lies());
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
        CancellationToken.None,
        stop);

    private async Task<Outcome<DeviceCondition>?> CheckAsync(CancellationToken stop)
    {
        var needed = hands.Begins;
        return hands.Now ? null : await AskAsync(device.CheckAsync, options.CheckWithin, needed, stop);
    }

    /// <returns>Null when it was given up because a journey needs the device.</returns>
    private async Task<Outcome<DeviceCondition>?> AskAsync(
        Func<CancellationToken, ValueTask<Outcome<DeviceCondition>>> ask,
        TimeSpan within,
        CancellationToken needed,
        CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(within, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, needed, deadline.Token);
        try
        {
            Outcome<DeviceCondition>? seen = await ask(ends.Token);
            return seen is { Failed: true } && needed.IsCancellationRequested ? default : seen;
        }
        catch (OperationCanceledException) when (needed.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return DeviceFault.Timeout;
        }
    }

    private async Task PauseAsync(bool open, int attempt, CancellationToken woken, CancellationToken stop)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, woken);
        try
        {
            await (open ? Task.Delay(options.CheckEvery, time, ends.Token) : backoff.PauseAsync(attempt, ends.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await Task.Yield();                     // the next look is not made on the stack of whoever woke this
        }
    }

    private long Lies()
    {
        lock (_gate)
        {
            return _lies;
        }
    }
}
