namespace KioskSuite.Devices;

/// <summary>A contact station that speaks APDUs with the card in it.</summary>
public interface IChipStation : IDevice
{
    /// <summary>Waits for a card, powers it and returns its ATR (2 to 33 bytes).</summary>
    ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop);

    /// <summary>One command, one response; <see cref="DeviceFault.ChipMute"/> when none came in time.</summary>
    ValueTask<Outcome<ResponseApdu>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken stop);

    /// <summary>Powers the card down; never fails.</summary>
    ValueTask PowerOffAsync(CancellationToken stop);
}

/// <summary>A response APDU (ISO/IEC 7816-4 §5.1): data of 0 to 65,536 bytes and a status word.</summary>
public readonly record struct ResponseApdu(ReadOnlyMemory<byte> Data, ushort StatusWord)
{
    public bool Success => StatusWord == 0x9000;

    /// <summary>Parses what the card sent; fewer than two bytes is garbage.</summary>
    public static Outcome<ResponseApdu> Parse(ReadOnlyMemory<byte> bytes) => bytes.Length < 2
        ? DeviceFault.Garbage
        : new ResponseApdu(bytes[..^2], (ushort)((bytes.Span[^2] << 8) | bytes.Span[^1]));

    public override string ToString() => $"{StatusWord:X4}, {Data.Length} bytes";
}
