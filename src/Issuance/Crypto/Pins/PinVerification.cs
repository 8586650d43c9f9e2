using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Pins;

/// <summary>What an issuer stores of a PIN: PVV, or the offset of IBM 3624.</summary>
public static class PinVerification
{
    private const int PvvDigits = 4;
    private const int PanDigits = 11;

    /// <summary>PVV of 4 digits over 11 PAN digits before the check digit, key index, first 4 PIN digits.</summary>
    /// <param name="key">PVK pair, 16 bytes.</param>
    /// <param name="pan">12 to 19 digits.</param>
    /// <param name="keyIndex">PVKI, 0 to 6.</param>
    /// <param name="pin">The PIN.</param>
    public static string Pvv(ReadOnlySpan<byte> key, string pan, int keyIndex, Pin pin)
    {
        InvariantException.Require(pan.Length is >= 12 and <= 19 && Luhn.AllDigits(pan), "PAN has 12 to 19 digits");
        InvariantException.Require(keyIndex is >= 0 and <= 6, "PVKI is 0 to 6");
        var block = new byte[8];
        Convert.FromHexString(pan[^(PanDigits + 1)..^1] + keyIndex).CopyTo(block, 0);
        block[6] = (byte)((pin.Digits[0] << 4) | pin.Digits[1]);
        block[7] = (byte)((pin.Digits[2] << 4) | pin.Digits[3]);
        using var cipher = TripleDesKey.Import(key);
        var enciphered = cipher.EncryptEcb(block);
        CryptographicOperations.ZeroMemory(block);
        return Decimalisation.DigitsFirst(enciphered, PvvDigits);
    }

    /// <summary>IBM 3624 offset, as long as the PIN.</summary>
    /// <param name="key">PVK, 16 bytes.</param>
    /// <param name="validationData">16 digits, usually out of the PAN.</param>
    /// <param name="table">Decimalisation table, 16 digits.</param>
    /// <param name="pin">The customer's PIN.</param>
    public static string Offset(ReadOnlySpan<byte> key, string validationData, string table, Pin pin)
    {
        var natural = Natural(key, validationData, table, pin.Length);
        var offset = new char[pin.Length];
        for (var i = 0; i < offset.Length; i++)
        {
            offset[i] = (char)('0' + (pin.Digits[i] - natural[i] + 10) % 10);
        }

        CryptographicOperations.ZeroMemory(natural);
        return new string(offset);
    }

    /// <summary>The PIN of IBM 3624 before any offset.</summary>
    public static Pin NaturalPin(ReadOnlySpan<byte> key, string validationData, string table, int length)
    {
        InvariantException.Require(length is >= Pin.MinLength and <= Pin.MaxLength, "PIN has 4 to 12 digits");
        var natural = Natural(key, validationData, table, length);
        var pin = Pin.FromDigits(natural).Value;
        CryptographicOperations.ZeroMemory(natural);
        return pin;
    }

    private static byte[] Natural(ReadOnlySpan<byte> key, string validationData, string table, int length)
    {
        InvariantException.Require(
            validationData.Length == 16 && Luhn.AllDigits(validationData), "validation data has 16 digits");
        using var cipher = TripleDesKey.Import(key);
        var block = cipher.EncryptEcb(Convert.FromHexString(validationData));
        var digits = Decimalisation.ByTable(block, table, length);
        CryptographicOperations.ZeroMemory(block);
        return digits;
    }
}
