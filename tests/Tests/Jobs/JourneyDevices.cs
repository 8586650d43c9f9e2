using KioskSuite.CentralSystem;
using KioskSuite.Devices;

namespace KioskSuite.Tests.Jobs;

/// <summary>The contact station inside the printer: speaks with the chip of the card that stands there.</summary>
internal sealed class JourneyChipStation(JourneyPrinter printer) : IChipStation
{
    private const byte StoreData = 0xE2;

    /// <summary>Command and the chip's whole answer, to what the kiosk gets; null is a mute chip.</summary>
    public Func<byte[], byte[], byte[]?> Twist { get; set; } = (_, answer) => answer;

    public int StoreDataSeen { get; private set; }

    public string Name => "chipStation";

    public string Link => "memory";

    private JourneyCard? Card => printer.Inside is { Place: Place.ChipStation } card ? card : null;

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

    public ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop)
    {
        Card?.Chip.Reset();
        return new(Card is { } card ? card.Chip.Atr : DeviceFault.ChipMute);
    }

    public ValueTask<Outcome<ResponseApdu>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        if (Card is not { } card)
        {
            return new(DeviceFault.ChipRemoved);
        }

        var sent = command.ToArray();
        StoreDataSeen += sent.Length > 1 && sent[1] == StoreData ? 1 : 0;
        return Twist(sent, card.Chip.Transmit(sent)) is { } answer
            ? new(ResponseApdu.Parse(answer))
            : new(DeviceFault.ChipMute);
    }

    public ValueTask PowerOffAsync(CancellationToken stop) => default;

    public ValueTask DisposeAsync() => default;
}

/// <summary>The document of a seeded person lies on the reader.</summary>
internal sealed class JourneyReader(SeedPaper paper) : IIdReader
{
    public DeviceFault? Fault { get; set; }

    public Outcome<Portrait> Portrait { get; set; } = DeviceFault.NoPortrait;

    public SeedPaper Paper { get; set; } = paper;

    public string Name => "idReader";

    public string Link => "memory";

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

    public ValueTask<Outcome<IdDocument>> ReadAsync(TimeSpan within, CancellationToken stop) =>
        new(Fault is { } fault ? fault : Document());

    public ValueTask DisposeAsync() => default;

    private IdDocument Document() => new(
        DocumentKind.ResidentCard, Paper.Number, Paper.Name, "", Paper.Sex, Paper.Ethnicity, "", Paper.Birth,
        Paper.Address, Paper.Authority, Paper.ValidFrom, Paper.ValidTo, "", "", Portrait);
}

/// <summary>Paints nothing; may miss a glyph when it measures or when it draws.</summary>
internal sealed class JourneyPainter : ICardFacePainter
{
    public DeviceFault? AtMeasure { get; set; }

    public DeviceFault? AtDraw { get; set; }

    public ValueTask<Outcome<Done>> MeasureAsync(string name, string layout, CancellationToken stop) =>
        new(AtMeasure is { } fault ? fault : default(Done));

    public ValueTask<Outcome<CardImage>> DrawAsync(FaceText face, CancellationToken stop) =>
        new(AtDraw is { } fault ? fault : new CardImage([]));
}
