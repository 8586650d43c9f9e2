using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;

namespace KioskSuite.Tests.Jobs;

/// <summary>Devices that are as the test says.</summary>
internal sealed class JourneyWatch : IDeviceWatch
{
    /// <summary>By name; a device that is not here is ready.</summary>
    public Dictionary<string, DeviceState> States { get; } = [];

    public List<(string Device, DeviceFault Fault)> Faults { get; } = [];

    public IReadOnlyList<DeviceHealth> Devices =>
    [
        .. ((string[])["idReader", "cardPrinter", "chipStation"]).Select(name => new DeviceHealth(
            name, "memory", States.GetValueOrDefault(name, DeviceState.Ready), DeviceFault.None, DeviceFault.None, 0)),
    ];

    public long Version => 0;

    public Task WaitBeyondAsync(long version, CancellationToken stop) => new Signal<bool>().WaitAsync(stop);

    public void Met(string device, DeviceFault fault) => Faults.Add((device, fault));

    public IDisposable Hold() => new Nothing();

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
            // Nobody supervises these devices.
        }
    }
}
