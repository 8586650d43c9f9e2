using KioskSuite.Devices;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs;

/// <summary>How the ledger and what the printer shows stand to each other. Closed.</summary>
public enum Agreement
{
    /// <summary>Not compared since the last change.</summary>
    Unknown,
    Agreed,

    /// <summary>A card is in the transport, by the printer or by the ledger, and no journey is at work.</summary>
    CardInside,

    /// <summary>The printer counted other insertions than the ledger.</summary>
    CountersDiffer,

    /// <summary>The log holds what this program cannot believe.</summary>
    LogDoubtful,
}

/// <summary>
/// What this kiosk can do for a customer now, and why not more. No card is made before ledger and device agree, while
/// the line is fenced, or while a device that a card needs is not ready; a stop needs the document reader only.
/// </summary>
/// <param name="watch">How the devices are.</param>
/// <param name="ledger">What the journal says.</param>
/// <param name="devices">Which device does what.</param>
/// <param name="fenced">Central refused this journal's history.</param>
public sealed class Readiness(IDeviceWatch watch, Ledger ledger, KioskDevices devices, Func<bool> fenced)
{
    private int _agreement;

    public Agreement Agreement
    {
        get => (Agreement)Volatile.Read(ref _agreement);
        internal set => Volatile.Write(ref _agreement, (int)value);
    }

    public Offer Offer => !IsReady(devices.IdReader) ? Offer.Nothing
        : Hindrances.Count > 0 ? Offer.StopOnly
        : Offer.Issue;

    /// <summary>Why no card is made now, in closed words for engineers; empty when cards are made.</summary>
    public IReadOnlyList<string> Hindrances => [.. Found()];

    /// <summary>A device is being opened for the first time: nobody knows yet whether it is there.</summary>
    public bool Opening => watch.Devices.Any(d => d.State == DeviceState.Opening);

    /// <exception cref="StepFailed">No card is made here now.</exception>
    public void RequireIssuing()
    {
        if (Offer != Offer.Issue)
        {
            throw new StepFailed(Agreement is Agreement.CardInside or Agreement.CountersDiffer
                ? Problem.Contradiction
                : Problem.NotIssuing);
        }
    }

    private IEnumerable<string> Found()
    {
        foreach (var device in (IDevice?[])[devices.IdReader, devices.Printer, devices.Chip, devices.Antenna])
        {
            if (device is not null && !IsReady(device))
            {
                yield return device.Name;
            }
        }

        if (Agreement != Agreement.Agreed)
        {
            yield return Names.Of(Agreement);
        }

        if (fenced())
        {
            yield return "line-fenced";
        }

        if (ledger.Read(s => s.CardsAt(Place.Hopper)) <= 0)
        {
            yield return "stock-used-up";
        }
    }

    private bool IsReady(IDevice device) =>
        watch.Devices.FirstOrDefault(d => d.Device == device.Name) is { State: DeviceState.Ready };
}
