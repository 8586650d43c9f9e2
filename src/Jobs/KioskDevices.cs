using KioskSuite.Devices;
using KioskSuite.Issuance.Blanks;

namespace KioskSuite.Jobs;

/// <summary>The devices of one kiosk, by kind.</summary>
public sealed record KioskDevices(
    IIdReader IdReader, ICardPrinter Printer, IChipStation Chip, ICardFacePainter Painter)
{
    /// <summary>What a face check needs; null on a kiosk without a camera, where a teller looks.</summary>
    public FaceDevices? Face { get; init; }

    /// <summary>Reaches the same chip over the air; null where no such reader stands.</summary>
    public IChipStation? Antenna { get; init; }

    /// <summary>Everything that can come and go by itself.</summary>
    public IReadOnlyList<IDevice> All =>
        [.. new IDevice?[] { IdReader, Printer, Chip, Face?.Camera, Antenna }.OfType<IDevice>()];
}

/// <summary>What a face check needs.</summary>
public sealed record FaceDevices(ICamera Camera, IFaceAnalyser Analyser, IFaceMatcher Matcher);

/// <summary>Who this kiosk is to central, and what it must know of it.</summary>
/// <param name="Id">Kiosk id, such as <c>kiosk-001</c>.</param>
/// <param name="TicketKey">Central's ticket key: SubjectPublicKeyInfo, base64.</param>
/// <param name="DocumentTokenKey">HMAC key for document tokens, hex.</param>
/// <param name="Blanks">Blank stocks that may stand in the feeder, by code.</param>
/// <param name="Hopper">Blanks counted in when the journal is new.</param>
public sealed record KioskIdentity(
    string Id, string TicketKey, string DocumentTokenKey, IReadOnlyList<BlankStock> Blanks, uint Hopper)
{
    public override string ToString() => Id;
}
