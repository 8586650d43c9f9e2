using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.Jobs;

/// <summary>A card in the printer's world.</summary>
internal sealed class JourneyCard(SimulatedChip chip, int number)
{
    public SimulatedChip Chip { get; } = chip;

    /// <summary>Serial number of the chip, as central stores it.</summary>
    public string Serial { get; } = SerialOf(number);

    public static string SerialOf(int number) => $"{number + 1:X8}";

    public Place Place { get; set; } = Place.ChipStation;

    public bool Striped => Tracks is not null;

    /// <summary>What the head was given, or null while it was not asked.</summary>
    public StripeTracks? Tracks { get; set; }

    public bool Printed { get; set; }
}

/// <summary>What one act does instead of its work.</summary>
/// <param name="Moves">The card moves all the same; only the answer is bad.</param>
/// <param name="Times">How often.</param>
/// <param name="Dies">The printer answers nothing from then on.</param>
internal sealed record PrinterFault(DeviceFault Fault, bool Moves = false, int Times = 1, bool Dies = false);

/// <summary>A printer without bytes between: it knows where every card is, and faults are scripted per act.</summary>
internal sealed class JourneyPrinter(Func<int, SimulatedChip> blanks) : ICardPrinter
{
    public List<JourneyCard> Cards { get; } = [];

    /// <summary>By act: feed, leave, stripe, print, present, wait, retain, look, open.</summary>
    public Dictionary<string, PrinterFault> Faults { get; } = [];

    /// <summary>What its own counter says, or null where it keeps none.</summary>
    public uint? Inserted { get; set; }

    /// <summary>The customer's hand takes what lies at the exit.</summary>
    public bool HandAtExit { get; set; } = true;

    public string Name => "cardPrinter";

    public string Link => "memory";

    public JourneyCard? Inside => Cards.Find(c => c.Place is Place.ChipStation or Place.Printer or Place.Exit);

    /// <summary>Somebody pushes a card in.</summary>
    public void PutInside(Place place) =>
        Cards.Add(new JourneyCard(blanks(Cards.Count), Cards.Count) { Place = place });

    public int Count(Place place) => Cards.Count(c => c.Place == place);

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => Act<Done>("open", () => default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) =>
        Act<DeviceCondition>("check", () => default(DeviceCondition));

    public ValueTask<Outcome<Done>> FeedAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("feed");
        return Inside is not null ? new((Outcome<Done>)DeviceFault.Refused) : Act<Done>("feed", () =>
        {
            Cards.Add(new JourneyCard(blanks(Cards.Count), Cards.Count));
            Inserted++;
            return default(Done);
        });
    }

    public ValueTask<Outcome<Done>> LeaveStationAsync(IssuePermit permit, CancellationToken stop) =>
        Permitted(permit, "personalise", "leave", Place.ChipStation, c => c.Place = Place.Printer);

    public ValueTask<Outcome<Done>> WriteAndReadBackAsync(
        IssuePermit permit, StripeTracks tracks, CancellationToken stop) =>
        Permitted(permit, "stripe", "stripe", Place.Printer, c => c.Tracks = tracks);

    public ValueTask<Outcome<Done>> PrintAsync(IssuePermit permit, CardImage face, CancellationToken stop) =>
        Permitted(permit, "print", "print", Place.Printer, c => c.Printed = true);

    public ValueTask<Outcome<Done>> PresentAsync(IssuePermit permit, CancellationToken stop) =>
        Permitted(permit, "present", "present", Place.Printer, c => c.Place = Place.Exit);

    /// <summary>Called whenever the printer waits for a hand, before anything else.</summary>
    public Action AtWait { get; set; } = () => { };

    public ValueTask<Outcome<Done>> WaitTakenAsync(TimeSpan within, CancellationToken stop) => Act<Done>("wait", () =>
    {
        AtWait();
        if (HandAtExit && Inside is { Place: Place.Exit } card)
        {
            card.Place = Place.Taken;
        }

        return Inside is null ? default(Done) : (Outcome<Done>)DeviceFault.CardNotTaken;
    });

    public ValueTask<Outcome<Done>> RetainAsync(CancellationToken stop) => Act<Done>("retain", () =>
    {
        if (Inside is not { } card)
        {
            return DeviceFault.NoCard;
        }

        card.Place = Place.Retained;
        return default(Done);
    });

    public ValueTask<Outcome<Sighting>> LookAsync(CancellationToken stop) =>
        Act<Sighting>("look", () => new Sighting(Inside?.Place, false, Inserted));

    public ValueTask DisposeAsync() => default;

    private ValueTask<Outcome<Done>> Permitted(
        IssuePermit permit, string allowed, string act, Place at, Action<JourneyCard> work)
    {
        permit.Demand(allowed);
        return Act<Done>(act, () =>
        {
            if (Inside is not { } card || card.Place != at)
            {
                return DeviceFault.NoCard;
            }

            work(card);
            return default(Done);
        });
    }

    private ValueTask<Outcome<T>> Act<T>(string act, Func<Outcome<T>> work)
    {
        if (!Faults.TryGetValue(act, out var fault) || fault.Times == 0)
        {
            return new(work());
        }

        Faults[act] = fault with { Times = fault.Times - 1 };
        if (fault.Moves)
        {
            work();
        }

        if (fault.Dies)
        {
            Faults["look"] = Faults["open"] = new(DeviceFault.Offline, Times: int.MaxValue);
        }

        return new(fault.Fault);
    }
}
