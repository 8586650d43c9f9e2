using KioskSuite.Devices;
using KioskSuite.Jobs;

namespace KioskSuite.Service.Health;

/// <summary>
/// Supervises every device, each in a loop of its own: nobody waits for anybody. A device may be absent, come, leave,
/// be held by another program and say what cannot be; its record tells which, and nothing here decides what follows.
/// </summary>
internal sealed class DeviceHost : IDeviceWatch
{
    private readonly HealthRecords _records;
    private readonly HandsOff _hands;
    private readonly IReadOnlyList<DeviceLoop> _loops;

    /// <param name="devices">In the order of the records; opened by nobody else.</param>
    /// <param name="backoff">Pause before a device is opened again.</param>
    public DeviceHost(IReadOnlyList<IDevice> devices, Backoff backoff, DeviceHostOptions options, TimeProvider time)
    {
        _records = new HealthRecords(devices, time);
        _hands = new HandsOff(LookAtAll);
        _loops = [.. devices.Select((device, i) => new DeviceLoop(
            device, (state, fault, soon) => _records.Set(i, state, fault, soon), _hands, backoff, options, time))];
    }

    public IReadOnlyList<DeviceHealth> Devices => _records.All;

    public long Version => _records.Version;

    public Task WaitBeyondAsync(long version, CancellationToken stop) => _records.WaitBeyondAsync(version, stop);

    /// <remarks>A name that no device here has, such as the painter's, is nobody's business.</remarks>
    public void Met(string device, DeviceFault fault)
    {
        foreach (var loop in _loops.Where(l => l.Device == device))
        {
            loop.Meet(fault);
        }
    }

    /// <remarks>
    /// A question under way is given up, and none is begun. A device that was not open yet is opened all the same:
    /// that moves nothing, and the journey under way may need it.
    /// </remarks>
    public IDisposable Hold() => _hands.Hold();

    /// <summary>Runs until stopped; a driver that throws is a bug and ends it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var loops = _loops.Select(l => l.RunAsync(together.Token)).ToList();
        await Task.WhenAny(loops);
        together.Cancel();
        await Task.WhenAll(loops);                  // no driver may be disposed under a loop that still asks it
    }

    // What the journey left behind is seen before the next customer presses.
    private void LookAtAll()
    {
        foreach (var loop in _loops)
        {
            loop.Wake();
        }
    }
}
