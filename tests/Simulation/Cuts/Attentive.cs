using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;

namespace KioskSuite.Simulation.Cuts;

/// <summary>A supervisor to whom every device is ready: whether it answers shows when it is asked.</summary>
internal sealed class Attentive : IDeviceWatch
{
    public IReadOnlyList<DeviceHealth> Devices { get; } =
    [
        .. ((string[])["idReader", "cardPrinter", "chipStation"]).Select(name =>
            new DeviceHealth(name, "memory", DeviceState.Ready, DeviceFault.None, DeviceFault.None, 0)),
    ];

    public long Version => 0;

    public Task WaitBeyondAsync(long version, CancellationToken stop) => new Signal<bool>().WaitAsync(stop);

    public void Met(string device, DeviceFault fault)
    {
        // The next act finds out by itself.
    }

    public IDisposable Hold() => new Nothing();

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
            // Nobody was kept from asking.
        }
    }
}
