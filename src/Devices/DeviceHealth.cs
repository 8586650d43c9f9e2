namespace KioskSuite.Devices;

/// <summary>How a device that answers is.</summary>
/// <param name="Now">What keeps it from working, such as an open cover; None when it works.</param>
/// <param name="Soon">What will keep it from working, such as a feeder that runs low; None for nothing.</param>
public readonly record struct DeviceCondition(
    DeviceFault Now = DeviceFault.None, DeviceFault Soon = DeviceFault.None);

/// <summary>Where a device stands with the kiosk. Closed.</summary>
public enum DeviceState
{
    /// <summary>Never opened yet.</summary>
    Opening,

    /// <summary>Opened, asked, and able to work.</summary>
    Ready,

    /// <summary>Answers, and cannot work until somebody does something.</summary>
    Hindered,

    /// <summary>Not there, or not to be understood; tried again with back-off.</summary>
    Absent,

    /// <summary>Another program holds it; tried again with back-off.</summary>
    Held,
}

/// <summary>The health record of one device.</summary>
/// <param name="Device">Name in the kiosk's configuration.</param>
/// <param name="Link">Kind of its link.</param>
/// <param name="Fault">Why it is not ready; None when it is.</param>
/// <param name="Soon">A warning; None for nothing.</param>
/// <param name="Since">Unix milliseconds since which state and fault are these; a record, never logic.</param>
public sealed record DeviceHealth(
    string Device, string Link, DeviceState State, DeviceFault Fault, DeviceFault Soon, long Since);
