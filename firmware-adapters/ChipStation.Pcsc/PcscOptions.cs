namespace KioskSuite.ChipStation.Pcsc;

/// <summary>Which reader, and how long.</summary>
/// <param name="ReaderName">
/// Part of the reader's name as <c>pcsc_scan</c> shows it; the whole name comes first, then the first match.
/// </param>
public sealed record PcscOptions(string ReaderName)
{
    /// <summary>Serial number (SCARD_ATTR_VENDOR_IFD_SERIAL_NO), or empty to go by the name alone.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Parts of names of readers that are none: what a system offers for its own sign-in.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = ["Windows Hello"];

    /// <summary>How long <see cref="PcscChipStation.PowerOnAsync"/> waits for a card.</summary>
    public TimeSpan PowerOnDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one APDU may take; then the chip is mute.</summary>
    public TimeSpan TransmitDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many threads may be stuck in calls that a mute chip never ended.</summary>
    public int MaxAbandoned { get; init; } = 4;
}

/// <summary>How long, for the link without pcscd.</summary>
public sealed record DirectOptions
{
    /// <summary>How long <see cref="DirectChipStation.PowerOnAsync"/> waits for a card.</summary>
    public TimeSpan PowerOnDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one APDU may take; then the chip is mute.</summary>
    public TimeSpan TransmitDeadline { get; init; } = TimeSpan.FromSeconds(10);
}
