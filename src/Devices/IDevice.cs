namespace KioskSuite.Devices;

/// <summary>What every device driver offers besides its own kind's work.</summary>
public interface IDevice : IAsyncDisposable
{
    /// <summary>Name of the device in the kiosk's configuration, such as <c>idReader</c>.</summary>
    string Name { get; }

    /// <summary>The link's kind: <c>serial</c>, <c>tcp</c>, <c>pcsc</c> or <c>direct</c>.</summary>
    string Link { get; }

    /// <summary>Opens the link and sets the device up; may be called again after a failure.</summary>
    ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop);

    /// <summary>Asks a device that was opened how it is. Moves nothing, and never waits for a person.</summary>
    /// <returns>Its condition, or why it cannot be asked (offline, held, out of step).</returns>
    ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop);
}
