using KioskSuite.CentralLink;
using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Journal;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Service.Health;

/// <summary>What the console and the launcher ask a running service. Holds no personal data.</summary>
internal sealed class StatusReport(IJournal journal, Ledger ledger, Uplink uplink, JobRunner jobs, KioskDevices devices)
{
    public Status Read() => ledger.Read(state => new Status(
        jobs.Settled.IsCompleted,
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
        [Of(devices.IdReader), Of(devices.Printer), Of(devices.Chip)]));

    private static Device Of(IDevice device) => new(device.Name, device.Link);

    internal sealed record Status(
        bool Ready, ulong Entries, ulong Acknowledged, string Line, int OpenCases, Stock Stock,
            IReadOnlyList<Device> Devices);

    internal sealed record Stock(int Loaded, int Hopper, int Taken, int Retained, int Unknown);

    internal sealed record Device(string Name, string Link);
}
