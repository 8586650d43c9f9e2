using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Service.Health;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.Service;

/// <summary>The device host over three scripted devices, on virtual time.</summary>
internal sealed class DeviceHostBench
{
    private readonly VirtualTime _time;
    private readonly CancellationTokenSource _stop;

    private DeviceHostBench(VirtualTime time, CancellationTokenSource stop)
    {
        (_time, _stop) = (time, stop);
        var backoff = new Backoff(Options.BackoffFirst, Options.BackoffMost, new Random(7), time);
        Host = new DeviceHost([Reader, Printer, Chip], backoff, Options, time);
    }

    public static DeviceHostOptions Options { get; } = new();

    public ScriptedDevice Reader { get; } = new("idReader");

    public ScriptedDevice Printer { get; } = new("printer");

    public ScriptedDevice Chip { get; } = new("chip");

    public DeviceHost Host { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    public TimeSpan Now => _time.Elapsed;

    /// <summary>Each device's state and fault, in order.</summary>
    public string States => string.Join(' ', Host.Devices.Select(Word));

    /// <summary>Plays a test against a host that does not run yet, and ends the host after it.</summary>
    public static Task Run(Func<DeviceHostBench, Task> test) => VirtualTime.Run(async time =>
    {
        using var stop = new CancellationTokenSource();
        var bench = new DeviceHostBench(time, stop);
        await test(bench);
        await bench.EndAsync();
    });

    public void Start() => Running = Host.RunAsync(_stop.Token);

    /// <summary>Starts and waits until every device had its first look.</summary>
    public async Task StartedAsync()
    {
        Start();
        await UntilAsync(() => Host.Devices.All(d => d.State != DeviceState.Opening));
    }

    /// <summary>Tells the host to end and waits until it has.</summary>
    public async Task EndAsync()
    {
        _stop.Cancel();                         // not CancelAsync, which leaves this thread
        await FailureOf(Running);
    }

    /// <summary>Awaits on this thread, which the assertions for tasks do not.</summary>
    public static async Task<Exception?> FailureOf(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (Exception e) when (e is OperationCanceledException or InvariantException)
        {
            return e;
        }
    }

    public Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), _time);

    /// <summary>Waits through the changes of the records until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Host.WaitBeyondAsync(Host.Version, CancellationToken.None);
        }
    }

    private static string Word(DeviceHealth health) =>
        health.Fault == DeviceFault.None ? $"{health.State}" : $"{health.State}:{health.Fault}";
}
