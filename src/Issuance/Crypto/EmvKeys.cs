using System.Buffers.Binary;
using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Card keys from issuer keys, and PBOC session keys from card keys; 3DES, 16 bytes each.</summary>
public static class EmvKeys
{
    /// <summary>
    /// Card key by EMV Book 2 annex A1.4.1, option A: over the rightmost 16 digits of PAN and sequence number,
    /// odd parity set.
    /// </summary>
    /// <param name="issuerKey">Issuer master key, 16 bytes.</param>
    /// <param name="pan">12 to 19 digits.</param>
    /// <param name="psn">PAN sequence number, 2 digits.</param>
    public static byte[] OptionA(ReadOnlySpan<byte> issuerKey, string pan, string psn)
    {
        InvariantException.Require(Luhn.AllDigits(pan) && pan.Length is >= 12 and <= 19, "PAN has 12 to 19 digits");
        InvariantException.Require(Luhn.AllDigits(psn) && psn.Length == 2, "PAN sequence number has 2 digits");
        var digits = (pan + psn).PadLeft(16, '0');
        var input = Convert.FromHexString(digits[^16..]);
        byte[] both = [.. input, .. input.Select(b => (byte)~b)];
        using var key = TripleDesKey.Import(issuerKey);
        var derived = key.EncryptEcb(both);
        SetOddParity(derived);
        return derived;
    }

    /// <summary>
    /// Session key of PBOC 3.0 (JR/T 0025.7): 3DES of 6 zeros, ATC, 6 zeros, inverted ATC. Parity is left as it falls.
    /// </summary>
    public static byte[] PbocSession(ReadOnlySpan<byte> cardKey, ushort atc)
    {
        var input = new byte[16];
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(6), atc);
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(14), (ushort)~atc);
        using var key = TripleDesKey.Import(cardKey);
        return key.EncryptEcb(input);
    }

    private static void SetOddParity(Span<byte> key)
    {
        foreach (ref var b in key)
        {
            if (BitOperations.PopCount(b) % 2 == 0)
            {
                b ^= 1;
            }
        }
    }
}
