namespace KioskSuite.Devices;

/// <summary>What every device driver offers besides its own kind's work.</summary>
/// <remarks>
/// A link that was lost is opened anew by the next act or check, which therefore tell how things are now; nobody must
/// call <see cref="OpenAsync"/> between. Every call ends within its deadlines, however the device behaves.
/// </remarks>
public interface IDevice : IAsyncDisposable
{
    /// <summary>Name of the device in the kiosk's configuration, such as <c>idReader</c>.</summary>
    string Name { get; }

    /// <summary>The link's kind: <c>serial</c>, <c>tcp</c>, <c>pcsc</c> or <c>direct</c>.</summary>
    string Link { get; }

    /// <summary>Opens the link and sets the device up; may be called at any time, also while an act runs.</summary>
    ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop);

    /// <summary>Asks the device how it is. Moves nothing, disturbs no act, and never waits for a person.</summary>
    /// <returns>Its condition, or why it cannot be asked (offline, held, out of step).</returns>
    ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop);
}
