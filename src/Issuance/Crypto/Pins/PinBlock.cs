using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Pins;

/// <summary>
/// Clear PIN blocks of 8 bytes (ISO 9564-1 formats 0, 2, 3). They exist only between two lines of one method: the
/// caller enciphers and zeroes them.
/// </summary>
public static class PinBlock
{
    private const byte BoundToPan = 0;
    private const byte OnCard = 2;
    private const byte BoundAndRandom = 3;
    private const byte FirstLetter = PinFrames.LongFiller;

    /// <summary>Format 0: bound to the PAN, filled with F.</summary>
    public static byte[] Format0(Pin pin, string pan) => Bind(PinFrames.Field(BoundToPan, pin, Fill), pan);

    /// <summary>Format 2: for the chip's offline PIN, not bound to anything.</summary>
    public static byte[] Format2(Pin pin) => PinFrames.Field(OnCard, pin, Fill);

    /// <summary>Format 3: as 0, with random filler A to F, so that equal PINs differ.</summary>
    public static byte[] Format3(Pin pin, string pan) => Bind(PinFrames.Field(BoundAndRandom, pin, FillRandomly), pan);

    /// <summary>Garbage when the block is no format 0 block of this PAN.</summary>
    public static Outcome<Pin> ReadFormat0(ReadOnlySpan<byte> block, string pan) =>
        ReadBound(BoundToPan, block, pan, half => half == PinFrames.Filler);

    public static Outcome<Pin> ReadFormat2(ReadOnlySpan<byte> block) => block.Length == PinFrames.Short
        ? PinFrames.Read(OnCard, block, half => half == PinFrames.Filler)
        : DeviceFault.Garbage;

    public static Outcome<Pin> ReadFormat3(ReadOnlySpan<byte> block, string pan) =>
        ReadBound(BoundAndRandom, block, pan, half => half >= FirstLetter);

    private static Outcome<Pin> ReadBound(byte format, ReadOnlySpan<byte> block, string pan, Func<byte, bool> filler)
    {
        if (block.Length != PinFrames.Short)
        {
            return DeviceFault.Garbage;
        }

        var field = Bind(block.ToArray(), pan);
        var pin = PinFrames.Read(format, field, filler);
        CryptographicOperations.ZeroMemory(field);
        return pin;
    }

    private static byte[] Bind(byte[] field, string pan)
    {
        PinFrames.Xor(field, PinFrames.ShortAccount(pan));
        return field;
    }

    private static byte Fill() => PinFrames.Filler;

    private static byte FillRandomly() => (byte)RandomNumberGenerator.GetInt32(FirstLetter, PinFrames.Filler + 1);
}
