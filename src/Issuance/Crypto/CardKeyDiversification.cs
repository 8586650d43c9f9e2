using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>
/// 3DES card keys from the card maker's master (KMC): ECB over six bytes of the diversification data, F0, number, and
/// the same with 0F. Parity is left as it falls.
/// </summary>
public static class CardKeyDiversification
{
    /// <summary>EMV CPS 1.1 §4.1: the last two bytes of the KMC identifier and the chip's serial number.</summary>
    /// <param name="master">KMC, 16 bytes.</param>
    /// <param name="data">Key diversification data, 10 bytes.</param>
    /// <param name="number">1 ENC, 2 MAC, 3 DEK.</param>
    public static byte[] EmvCps(ReadOnlySpan<byte> master, ReadOnlySpan<byte> data, int number) =>
        Derive(master, data, [4, 5, 6, 7, 8, 9], number);

    /// <summary>The older practice of Visa cards; parameters as for <see cref="EmvCps"/>.</summary>
    public static byte[] Visa2(ReadOnlySpan<byte> master, ReadOnlySpan<byte> data, int number) =>
        Derive(master, data, [0, 1, 4, 5, 6, 7], number);

    private static byte[] Derive(ReadOnlySpan<byte> master, ReadOnlySpan<byte> data, int[] places, int number)
    {
        InvariantException.Require(data.Length == 10, "key diversification data has 10 bytes");
        InvariantException.Require(number is >= 1 and <= 3, "key number is 1 to 3");
        var chosen = new byte[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            chosen[i] = data[places[i]];
        }

        return DesEde.EncryptEcb(master, [.. chosen, 0xF0, (byte)number, .. chosen, 0x0F, (byte)number]);
    }
}
