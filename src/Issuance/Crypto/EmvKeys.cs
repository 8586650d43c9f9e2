using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Card keys from issuer keys, session keys from card keys; 3DES, 16 bytes, the caller's to zero.</summary>
public static class EmvKeys
{
    private const int Half = 8;
    private const int Digits = 2 * Half;
    private const int VariedByte = 2;
    private const byte LeftVariant = 240;
    private const byte RightVariant = 15;

    /// <summary>
    /// Card key by EMV Book 2 annex A1.4.1, option A: over the rightmost 16 digits of PAN and sequence number,
    /// odd parity set.
    /// </summary>
    /// <param name="issuerKey">Issuer master key, 16 bytes.</param>
    /// <param name="pan">12 to 19 digits.</param>
    /// <param name="psn">PAN sequence number, 2 digits.</param>
    public static byte[] OptionA(ReadOnlySpan<byte> issuerKey, string pan, string psn) =>
        CardKey(issuerKey, Diversification(pan, psn));

    /// <summary>
    /// Card key by annex A1.4.2, option B: as A up to 16 PAN digits; above, over the first 16 decimal digits of the
    /// SHA-1 of all digits (letters less ten fill up). Odd parity set.
    /// </summary>
    public static byte[] OptionB(ReadOnlySpan<byte> issuerKey, string pan, string psn)
    {
        if (pan.Length <= Digits)
        {
            return OptionA(issuerKey, pan, psn);
        }

        Require(pan, psn);
        var all = pan + psn;
        var hash = SHA1.HashData(Convert.FromHexString(all.Length % 2 == 0 ? all : '0' + all));
        return CardKey(issuerKey, Convert.FromHexString(Decimalisation.DigitsFirst(hash, Digits)));
    }

    /// <summary>
    /// Session key of PBOC 3.0 (JR/T 0025.7): 3DES of 6 zeros, ATC, 6 zeros, inverted ATC. Parity is left as it falls.
    /// </summary>
    public static byte[] PbocSession(ReadOnlySpan<byte> cardKey, ushort atc)
    {
        using var key = TripleDesKey.Import(cardKey);
        return key.EncryptEcb(PbocSessionInput(atc));
    }

    /// <summary>EMV common session key for application cryptograms (annex A1.3.1): ATC and six zeros.</summary>
    public static byte[] CommonSession(ReadOnlySpan<byte> cardKey, ushort atc)
    {
        Span<byte> counter = stackalloc byte[Half];
        BinaryPrimitives.WriteUInt16BigEndian(counter, atc);
        return CommonSession(cardKey, counter);
    }

    /// <summary>EMV common session key over 8 bytes; for scripts they are the cryptogram. Odd parity set.</summary>
    public static byte[] CommonSession(ReadOnlySpan<byte> cardKey, ReadOnlySpan<byte> diversification)
    {
        InvariantException.Require(diversification.Length == Half, "session data have 8 bytes");
        byte[] input = [.. diversification, .. diversification];
        input[VariedByte] = LeftVariant;
        input[Half + VariedByte] = RightVariant;
        using var key = TripleDesKey.Import(cardKey);
        var session = key.EncryptEcb(input);
        KeyParity.SetOdd(session);
        return session;
    }

    /// <summary>The rightmost 16 digits of PAN and sequence number, packed, filled with zeros on the left.</summary>
    internal static byte[] Diversification(string pan, string psn)
    {
        Require(pan, psn);
        return Convert.FromHexString((pan + psn).PadLeft(Digits, '0')[^Digits..]);
    }

    internal static byte[] PbocSessionInput(ushort atc)
    {
        var input = new byte[2 * Half];
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(Half - 2), atc);
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(2 * Half - 2), (ushort)~atc);
        return input;
    }

    private static byte[] CardKey(ReadOnlySpan<byte> issuerKey, byte[] input)
    {
        byte[] both = [.. input, .. input.Select(b => (byte)~b)];
        using var key = TripleDesKey.Import(issuerKey);
        var derived = key.EncryptEcb(both);
        KeyParity.SetOdd(derived);
        return derived;
    }

    private static void Require(string pan, string psn)
    {
        InvariantException.Require(Luhn.AllDigits(pan) && pan.Length is >= 12 and <= 19, "PAN has 12 to 19 digits");
        InvariantException.Require(Luhn.AllDigits(psn) && psn.Length == 2, "PAN sequence number has 2 digits");
    }
}
