using KioskSuite.CentralLink;
using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Journal;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Service.Health;

/// <summary>Whether the kiosk may serve, and what keeps it from more.</summary>
/// <param name="Settled">Every case found open at start is settled, or waits for central or for a device.</param>
/// <param name="Hindrances">Closed words; empty when cards are made.</param>
internal sealed record Standing(bool Settled, Offer Offer, IReadOnlyList<string> Hindrances);

/// <summary>What the console and the launcher ask a running service. Holds no personal data.</summary>
internal sealed class StatusReport(
    IJournal journal, Ledger ledger, Uplink uplink, IDeviceWatch watch, Func<Standing> standing)
{
    public Status Read()
    {
        var now = standing();
        return ledger.Read(state => new Status(
            now is { Settled: true, Offer: Offer.Issue },
            now.Settled,
            Words.Of(now.Offer),
            now.Hindrances,
            journal.Head.Seq,
            uplink.Acked,
            uplink.State.ToString().ToLowerInvariant(),
            state.OpenCases.Count,
            new Stock(
                state.Loaded,
                state.CardsAt(Place.Hopper),
                state.CardsAt(Place.Taken),
                state.CardsAt(Place.Retained),
                state.CardsAt(Place.Unknown)),
            [.. watch.Devices.Select(Of)]));
    }

    private static Device Of(DeviceHealth d) =>
        new(d.Device, d.Link, Words.Of(d.State), Words.Of(d.Fault), Words.Of(d.Soon), d.Since);

    /// <param name="Ready">Settled, and a card can be made now.</param>
    internal sealed record Status(
        bool Ready, bool Settled, string Offer, IReadOnlyList<string> Hindrances, ulong Entries, ulong Acknowledged,
        string Line, int OpenCases, Stock Stock, IReadOnlyList<Device> Devices);

    internal sealed record Stock(int Loaded, int Hopper, int Taken, int Retained, int Unknown);

    /// <param name="Fault">Why it is not ready; empty when it is.</param>
    /// <param name="Soon">What will keep it from working; empty for nothing.</param>
    /// <param name="Since">Unix milliseconds since which state and fault are these.</param>
    internal sealed record Device(string Name, string Link, string State, string Fault, string Soon, long Since);
}
