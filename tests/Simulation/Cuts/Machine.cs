using KioskSuite.Devices;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// A card printer whose world is known exactly, and the hand before it. What it does is done at once, so that a cut
/// after the act finds the act done; only a hand takes its time.
/// </summary>
internal sealed class Machine(World world) : ICardPrinter
{
    private static readonly TimeSpan s_handTakes = TimeSpan.FromSeconds(3);

    public List<Plastic> Cards { get; } = [];

    public int Hopper { get; set; } = World.Stock;

    /// <summary>Nothing answers.</summary>
    public bool Dead { get; set; }

    /// <summary>The card sticks where it is until a technician comes.</summary>
    public bool Jammed { get; set; }

    public string Name => "cardPrinter";

    public string Link => "memory";

    public Plastic? Inside => Cards.Find(c => c.Inside);

    public int Count(Place place) => place == Place.Hopper ? Hopper : Cards.Count(c => c.Place == place);

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => Answer(() => (Outcome<Done>)default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) =>
        Answer(() => (Outcome<DeviceCondition>)default(DeviceCondition));

    public ValueTask<Outcome<Done>> FeedAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("feed");
        world.Watch.Moves(Place.ChipStation);
        return Answer(() => Inside is not null || Hopper == 0 ? DeviceFault.Refused : Feed(permit.Ticket));
    }

    public ValueTask<Outcome<Done>> LeaveStationAsync(IssuePermit permit, CancellationToken stop) =>
        Forward(permit, "personalise", Place.ChipStation, Place.Printer);

    public ValueTask<Outcome<Done>> WriteAndReadBackAsync(
        IssuePermit permit, StripeTracks tracks, CancellationToken stop)
    {
        permit.Demand("stripe");
        world.Watch.Acts(Act.WriteStripe);
        return Answer(() => Stuck(Place.Printer) ?? Finish(c => c.Striped = true));
    }

    public ValueTask<Outcome<Done>> PrintAsync(IssuePermit permit, CardImage face, CancellationToken stop)
    {
        permit.Demand("print");
        world.Watch.Acts(Act.PrintFace);
        Jammed |= world.Path.JamsAtPrint;
        return Answer(() => Stuck(Place.Printer) ?? Finish(c => c.Printed = true));
    }

    public ValueTask<Outcome<Done>> PresentAsync(IssuePermit permit, CancellationToken stop) =>
        Forward(permit, "present", Place.Printer, Place.Exit);

    public async ValueTask<Outcome<Done>> WaitTakenAsync(TimeSpan within, CancellationToken stop)
    {
        world.Watch.Moves(Place.Taken);
        await Task.Delay(world.Path.IsTaken ? s_handTakes : within, world.Time, stop);
        if (!Dead && world.Path.IsTaken && Inside is { Place: Place.Exit } card)
        {
            card.Place = Place.Taken;
        }

        return await Answer(() => Inside is null ? default(Done) : (Outcome<Done>)DeviceFault.CardNotTaken);
    }

    public ValueTask<Outcome<Done>> RetainAsync(CancellationToken stop)
    {
        world.Watch.Moves(Place.Retained);
        return Answer(() => Stuck(null) ?? To(Place.Retained));
    }

    public ValueTask<Outcome<Sighting>> LookAsync(CancellationToken stop) =>
        Answer(() => (Outcome<Sighting>)new Sighting(Inside?.Place, false, Inserted));

    public ValueTask DisposeAsync() => default;

    private uint Inserted => (uint)(World.Stock - Hopper);

    private ValueTask<Outcome<Done>> Forward(IssuePermit permit, string act, Place from, Place to)
    {
        permit.Demand(act);
        world.Watch.Moves(to);
        return Answer(() => Stuck(from) ?? To(to));
    }

    private Outcome<Done> Feed(string ticket)
    {
        Cards.Add(new Plastic(ticket, world.Blank(Cards.Count)));
        Hopper--;
        return default(Done);
    }

    private Outcome<Done> Finish(Action<Plastic> work)
    {
        work(Inside!);
        return default(Done);
    }

    private Outcome<Done> To(Place place)
    {
        Inside!.Place = place;
        return default(Done);
    }

    private Outcome<Done>? Stuck(Place? at) => Inside is not { } card || (at is { } place && card.Place != place)
        ? DeviceFault.NoCard
        : Jammed ? DeviceFault.CardJam : null;

    private ValueTask<Outcome<T>> Answer<T>(Func<Outcome<T>> work) => new(Dead ? DeviceFault.Offline : work());
}
