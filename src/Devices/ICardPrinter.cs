namespace KioskSuite.Devices;

/// <summary>Where a card can be. Custody in the journal and sightings of devices use the same words.</summary>
public enum Place
{
    Unknown = 0,
    Hopper = 1,
    ChipStation = 2,
    Printer = 3,
    Exit = 4,
    Taken = 5,
    Retained = 6,
}

/// <summary>What a printer sees of a card on its way, and its counters.</summary>
/// <param name="At">Place of the card in the transport, or null when the transport is empty.</param>
/// <param name="RejectBoxFull">True when nothing more can be retained.</param>
/// <param name="Inserted">The printer's own count of cards inserted in its life, or null where it keeps none.</param>
public sealed record Sighting(Place? At, bool RejectBoxFull, uint? Inserted = null);

/// <summary>A card printer with contact station, stripe encoder, reject box and exit.</summary>
/// <remarks>
/// Acts that move a blank forward demand an <see cref="IssuePermit"/>, which only a verified ticket yields.
/// No act repeats itself after its command went out; each returns a failure and the caller looks.
/// </remarks>
public interface ICardPrinter : IDevice
{
    /// <summary>Hopper to contact station, contacts engaged.</summary>
    ValueTask<Outcome<Done>> FeedAsync(IssuePermit permit, CancellationToken stop);

    /// <summary>Contact station to print position.</summary>
    ValueTask<Outcome<Done>> LeaveStationAsync(IssuePermit permit, CancellationToken stop);

    /// <summary>
    /// Writes the tracks (data without sentinels and LRC) with the field that their stripe needs, and compares what the
    /// head reads back: <see cref="DeviceFault.StripeReadBackDiffers"/>.
    /// </summary>
    ValueTask<Outcome<Done>> WriteAndReadBackAsync(IssuePermit permit, StripeTracks tracks, CancellationToken stop);

    /// <summary>Prints the face; the card stays inside.</summary>
    ValueTask<Outcome<Done>> PrintAsync(IssuePermit permit, CardImage face, CancellationToken stop);

    /// <summary>Print position to exit, where a hand can take the card.</summary>
    ValueTask<Outcome<Done>> PresentAsync(IssuePermit permit, CancellationToken stop);

    /// <summary>Waits until the exit is empty; <see cref="DeviceFault.CardNotTaken"/> when it is not in time.</summary>
    ValueTask<Outcome<Done>> WaitTakenAsync(TimeSpan within, CancellationToken stop);

    /// <summary>Moves whatever card is in the transport or at the exit to the reject box.</summary>
    ValueTask<Outcome<Done>> RetainAsync(CancellationToken stop);

    /// <summary>Reads the sensors; moves nothing.</summary>
    ValueTask<Outcome<Sighting>> LookAsync(CancellationToken stop);
}

/// <summary>How strong a field magnetises the stripe, and nothing weaker wipes it (ISO/IEC 7811-2 and -6).</summary>
public enum Coercivity
{
    /// <summary>About 300 Oe, ISO/IEC 7811-2.</summary>
    Low,

    /// <summary>2750 to 4000 Oe, ISO/IEC 7811-6: bank cards.</summary>
    High,
}

/// <summary>Track data without sentinels and LRC; an empty string leaves the track alone. Never logged.</summary>
public sealed record StripeTracks(
    string Track1, string Track2, string Track3, Coercivity Coercivity = Coercivity.High)
{
    public override string ToString() => "stripe tracks";
}

/// <summary>A card face, 1016 × 648 dots (landscape, 300 dpi), 3 bytes RGB per dot, rows from the top.</summary>
public sealed record CardImage(byte[] Rgb)
{
    public const int Width = 1016;
    public const int Height = 648;

    public override string ToString() => "card face";
}
