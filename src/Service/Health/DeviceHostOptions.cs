namespace KioskSuite.Service.Health;

/// <summary>Times of the device host.</summary>
internal sealed record DeviceHostOptions
{
    /// <summary>Pause between two questions to a device that answers.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// First and largest pause before a device is opened again; the pause is drawn evenly from zero to its limit.
    /// The largest is short: a port of this machine is no shared server, and a customer waits for the device.
    /// </summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan BackoffMost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Deadline of one opening, the first question included.</summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Deadline of one question.</summary>
    public TimeSpan CheckWithin { get; init; } = TimeSpan.FromSeconds(5);
}
