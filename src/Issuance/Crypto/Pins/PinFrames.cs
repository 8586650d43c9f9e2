using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Pins;

/// <summary>Half bytes of clear PIN blocks (ISO 9564-1); every buffer given out is the caller's to zero.</summary>
internal static class PinFrames
{
    public const int Short = 8;
    public const int Long = 16;
    public const byte Filler = 0xF;
    public const byte LongFiller = 0xA;

    private const int AccountDigits = 12;

    /// <summary>Format, length, digits, filler over 16 half bytes; <paramref name="filler"/> asked for each.</summary>
    public static byte[] Field(byte format, Pin pin, Func<byte> filler)
    {
        var halves = new byte[2 * Short];
        halves[0] = format;
        halves[1] = (byte)pin.Length;
        pin.Digits.CopyTo(halves.AsSpan(2));
        for (var i = 2 + pin.Length; i < halves.Length; i++)
        {
            halves[i] = filler();
        }

        return PackAndZero(halves);
    }

    /// <summary>Reads a field back; each filler must fit.</summary>
    public static Outcome<Pin> Read(byte format, ReadOnlySpan<byte> field, Func<byte, bool> filler)
    {
        var halves = new byte[2 * Short];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (byte)(i % 2 == 0 ? field[i / 2] >> 4 : field[i / 2] & Filler);
        }

        int length = halves[1];
        var shaped = halves[0] == format && length is >= Pin.MinLength and <= Pin.MaxLength
            && halves.AsSpan(2 + length).ToArray().All(filler);
        var pin = shaped ? Pin.FromDigits(halves.AsSpan(2, length)) : DeviceFault.Garbage;
        CryptographicOperations.ZeroMemory(halves);
        return pin;
    }

    /// <summary>0000 and the 12 rightmost digits of the PAN without its check digit.</summary>
    public static byte[] ShortAccount(string pan)
    {
        RequirePan(pan);
        return Convert.FromHexString(pan[..^1].PadLeft(AccountDigits, '0')[^AccountDigits..].PadLeft(2 * Short, '0'));
    }

    /// <summary>Length above 12, the whole PAN from the left (12 digits at least), zeros.</summary>
    public static byte[] LongAccount(string pan)
    {
        RequirePan(pan);
        var whole = pan.PadLeft(AccountDigits, '0');
        return Convert.FromHexString($"{whole.Length - AccountDigits}{whole}".PadRight(2 * Long, '0'));
    }

    public static void Xor(Span<byte> into, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] ^= other[i];
        }
    }

    private static byte[] PackAndZero(byte[] halves)
    {
        var packed = new byte[halves.Length / 2];
        for (var i = 0; i < packed.Length; i++)
        {
            packed[i] = (byte)((halves[2 * i] << 4) | halves[2 * i + 1]);
        }

        CryptographicOperations.ZeroMemory(halves);
        return packed;
    }

    private static void RequirePan(string pan) =>
        InvariantException.Require(pan.Length is >= 2 and <= 19 && Luhn.AllDigits(pan), "PAN has up to 19 digits");
}
