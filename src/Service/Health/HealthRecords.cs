using KioskSuite.Devices;

namespace KioskSuite.Service.Health;

/// <summary>The health records of all devices and the number of their changes. Safe for many callers.</summary>
internal sealed class HealthRecords(IReadOnlyList<IDevice> devices, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DeviceHealth[] _records = [.. devices.Select(d => new DeviceHealth(
        d.Name, d.Link, DeviceState.Opening, DeviceFault.None, DeviceFault.None, Now(time)))];

    private readonly Signal _changed = new();
    private long _version;

    /// <summary>A snapshot that is never changed afterwards.</summary>
    public IReadOnlyList<DeviceHealth> All => Volatile.Read(ref _records);

    public long Version => Interlocked.Read(ref _version);

    public Task WaitBeyondAsync(long version, CancellationToken stop)
    {
        var changes = _changed.Token;
        return Version > version ? Task.CompletedTask : Signal.WaitAsync(changes, stop);
    }

    /// <summary>Writes what a look found; the version rises only when something is new.</summary>
    public void Set(int device, DeviceState state, DeviceFault fault, DeviceFault soon)
    {
        lock (_gate)
        {
            var old = _records[device];
            var since = old.State == state && old.Fault == fault ? old.Since : Now(time);
            var now = old with { State = state, Fault = fault, Soon = soon, Since = since };
            if (now == old)
            {
                return;
            }

            var records = (DeviceHealth[])_records.Clone();
            records[device] = now;
            Volatile.Write(ref _records, records);
            Interlocked.Increment(ref _version);
        }

        _changed.Raise();
    }

    private static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
