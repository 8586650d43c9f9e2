using KioskSuite.Devices;

namespace KioskSuite.Jobs;

/// <summary>What the kiosk can do for a customer now. Closed; decided by what devices and ledger allow.</summary>
public enum Offer
{
    /// <summary>Nothing: nobody's document can be read.</summary>
    Nothing,

    /// <summary>A card can be stopped; none can be made here now.</summary>
    StopOnly,

    /// <summary>Everything.</summary>
    Issue,
}

/// <summary>How the devices are, as whoever supervises them last saw. Safe for many callers; never waits.</summary>
public interface IDeviceWatch
{
    /// <summary>One record per device, in a fixed order.</summary>
    IReadOnlyList<DeviceHealth> Devices { get; }

    /// <summary>Rises whenever a record changed.</summary>
    long Version { get; }

    /// <summary>Completes when <see cref="Version"/> is greater.</summary>
    Task WaitBeyondAsync(long version, CancellationToken stop);

    /// <summary>A journey met a fault at a device: it is looked at at once, not at the next round.</summary>
    void Met(string device, DeviceFault fault);

    /// <summary>Keeps the supervisor from asking devices while a journey has them, until disposed.</summary>
    IDisposable Hold();
}
