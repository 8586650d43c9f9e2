using KioskSuite.Devices;

namespace KioskSuite.Service.Health;

/// <summary>The health records of all devices and the number of their changes. Safe for many callers.</summary>
internal sealed class HealthRecords(IReadOnlyList<IDevice> devices, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DeviceHealth[] _records = [.. devices.Select(d => new DeviceHealth(
        d.Name, d.Link, DeviceState.Opening, DeviceFault.None, DeviceFault.None, Now(time)))];

    private TaskCompletionSource _changed = NewSignal();
    private long _version;

    /// <summary>A snapshot that is never changed afterwards.</summary>
    public IReadOnlyList<DeviceHealth> All => Volatile.Read(ref _records);

    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    public Task WaitBeyondAsync(long version, CancellationToken stop)
    {
        lock (_gate)
        {
            return _version > version ? Task.CompletedTask : _changed.Task.WaitAsync(stop);
        }
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
            _version++;
            var signal = _changed;
            _changed = NewSignal();
            signal.TrySetResult();
        }
    }

    private static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
