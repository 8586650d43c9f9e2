using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Pins;

/// <summary>A PIN of 4 to 12 digits (ISO 9564-1) with one owner, who disposes it; zeroed then. Never printed.</summary>
public sealed class Pin : IDisposable
{
    public const int MinLength = 4;
    public const int MaxLength = 12;

    private readonly byte[] _digits;

    private Pin(byte[] digits) => _digits = digits;

    public int Length => _digits.Length;

    /// <summary>Values 0 to 9, first digit first.</summary>
    internal ReadOnlySpan<byte> Digits => _digits;

    public static Outcome<Pin> Parse(ReadOnlySpan<char> text)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        if (text.Length is < MinLength or > MaxLength)
        {
            return DeviceFault.Garbage;
        }

        for (var i = 0; i < text.Length; i++)
        {
            digits[i] = char.IsAsciiDigit(text[i]) ? (byte)(text[i] - '0') : byte.MaxValue;
        }

        var pin = FromDigits(digits[..text.Length]);
        CryptographicOperations.ZeroMemory(digits);
        return pin;
    }

    public bool SameAs(Pin other) => CryptographicOperations.FixedTimeEquals(_digits, other._digits);

    public void Dispose() => CryptographicOperations.ZeroMemory(_digits);

    public override string ToString() => "PIN";

    internal static Outcome<Pin> FromDigits(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is < MinLength or > MaxLength || digits.ContainsAnyExceptInRange((byte)0, (byte)9))
        {
            return DeviceFault.Garbage;
        }

        return new Pin(digits.ToArray());
    }
}
