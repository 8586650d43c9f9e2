using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>
/// Card key diversification for AES card keys ("KDF3"): block i = CMAC(master; i, 00 00 00, k, 00, KDD), as long as the
/// master. Not a standard; the common practice of GlobalPlatform tools.
/// </summary>
public static class Kdf3
{
    /// <summary>One of the card's keys; as long as <paramref name="master"/> (16, 24 or 32 bytes).</summary>
    /// <param name="master">Issuer's master key.</param>
    /// <param name="diversificationData">10 bytes from the INITIALIZE UPDATE answer.</param>
    /// <param name="number">1 ENC, 2 MAC, 3 DEK.</param>
    public static byte[] Derive(ReadOnlySpan<byte> master, ReadOnlySpan<byte> diversificationData, int number)
    {
        InvariantException.Require(diversificationData.Length == 10, "key diversification data has 10 bytes");
        InvariantException.Require(number is >= 1 and <= 3, "key number is 1 to 3");
        var derived = new List<byte>();
        for (byte i = 1; derived.Count < master.Length; i++)
        {
            derived.AddRange(Cmac.Aes(master, [i, 0, 0, 0, (byte)number, 0, .. diversificationData]));
        }

        return [.. derived.Take(master.Length)];
    }
}
