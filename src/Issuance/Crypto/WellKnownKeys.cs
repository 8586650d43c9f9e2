namespace KioskSuite.Issuance.Crypto;

/// <summary>
/// The test keys that stand in GlobalPlatform's documents and on every development card: whoever has read them can
/// write to a card that still has them. No issuer's key may be one.
/// </summary>
public static class WellKnownKeys
{
    private const int First = 'A' - 1;
    private const int DoubleLength = 16;

    /// <summary>
    /// True for 40 41 42 … of any length, also with its first half repeated as a third, whatever the DES parity bits.
    /// </summary>
    public static bool Contains(ReadOnlySpan<byte> key)
    {
        var (counted, repeated) = (!key.IsEmpty, !key.IsEmpty);
        for (var i = 0; i < key.Length; i++)
        {
            counted &= Same(key[i], First + i);
            repeated &= Same(key[i], First + i % DoubleLength);
        }

        return counted || repeated;
    }

    private static bool Same(byte one, int other) => one >> 1 == other >> 1;
}
