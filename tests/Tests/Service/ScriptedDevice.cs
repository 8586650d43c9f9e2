using KioskSuite.Devices;

namespace KioskSuite.Tests.Service;

/// <summary>A device that answers as the test says, and counts what it is asked.</summary>
internal sealed class ScriptedDevice(string name) : IDevice
{
    public string Name => name;

    public string Link => "memory";

    public Func<CancellationToken, Task<Outcome<Done>>> Open { get; set; } =
        _ => Task.FromResult<Outcome<Done>>(default(Done));

    public Func<CancellationToken, Task<Outcome<DeviceCondition>>> Check { get; set; } = Answer(default);

    public int Opened { get; private set; }

    public int Checked { get; private set; }

    /// <summary>Calls that have begun and not ended.</summary>
    public int UnderWay { get; private set; }

    public static Func<CancellationToken, Task<Outcome<DeviceCondition>>> Answer(Outcome<DeviceCondition> outcome) =>
        _ => Task.FromResult(outcome);

    /// <summary>Never answers, and ends when it is told to.</summary>
    public static async Task<Outcome<T>> SilentAsync<T>(CancellationToken stop)
    {
        await new TaskCompletionSource().Task.WaitAsync(stop);
        return default(T)!;
    }

    public void OpenFails(DeviceFault fault) => Open = _ => Task.FromResult<Outcome<Done>>(fault);

    public void OpenWorks() => Open = _ => Task.FromResult<Outcome<Done>>(default(Done));

    public void Says(DeviceFault now = DeviceFault.None, DeviceFault soon = DeviceFault.None) =>
        Check = Answer(new DeviceCondition(now, soon));

    public void CheckFails(DeviceFault fault) => Check = Answer(fault);

    public async ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        Opened++;
        return await CountedAsync(Open, stop);
    }

    public async ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop)
    {
        Checked++;
        return await CountedAsync(Check, stop);
    }

    public ValueTask DisposeAsync() => default;

    private async Task<T> CountedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        UnderWay++;
        try
        {
            return await call(stop);
        }
        finally
        {
            UnderWay--;
        }
    }
}
