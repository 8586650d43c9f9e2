using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Card keys of 16 bytes and the algorithms they are for.</summary>
internal sealed record PaymentKeys(CryptoSuite Suite, byte[] Cryptogram, byte[] Mac, byte[] Encryption)
{
    private const int Size = 16;
    private const int CheckSize = 3;

    public const int Length = 3 * Size;
    public const int CheckLength = 3 * CheckSize;

    /// <summary>Null when the check values differ or, with 3DES, a key's halves are equal but for parity.</summary>
    public static PaymentKeys? Read(CryptoSuite suite, byte[] keys, byte[] checks, KeySwap swap)
    {
        var each = keys.Chunk(Size).ToArray();
        var strong = suite != CryptoSuite.International || each.All(HalvesDiffer);
        if (!strong || !each.SelectMany(key => suite.CheckValue(key)).SequenceEqual(checks))
        {
            return null;
        }

        var (cryptogram, mac, encryption) = (each[0], each[1], each[2]);
        return swap switch
        {
            KeySwap.CryptogramAndMac => new PaymentKeys(suite, mac, cryptogram, encryption),
            KeySwap.MacAndEncryption => new PaymentKeys(suite, cryptogram, encryption, mac),
            _ => new PaymentKeys(suite, cryptogram, mac, encryption),
        };
    }

    public override string ToString() => $"{Suite} card keys";

    /// <summary>A key whose halves are equal but for parity is single DES; no card takes it.</summary>
    private static bool HalvesDiffer(byte[] key) =>
        Enumerable.Range(0, Size / 2).Any(i => key[i] >> 1 != key[i + Size / 2] >> 1);
}
