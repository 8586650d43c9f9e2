using System.Security.Cryptography;

namespace KioskSuite.Issuance.Crypto;

/// <summary>CMAC over 3DES (NIST SP 800-38B); tag of 8 bytes.</summary>
internal static class TdesCmac
{
    private const int Block = 8;
    private const byte Reduction = 27;
    private const byte PadStart = 128;

    public static byte[] Compute(IBlockCipher cipher, ReadOnlySpan<byte> message)
    {
        var subkey = cipher.EncryptEcb(new byte[Block]);
        Double(subkey);
        var complete = message.Length > 0 && message.Length % Block == 0;
        var padded = new byte[complete ? message.Length : (message.Length / Block + 1) * Block];
        message.CopyTo(padded);
        if (!complete)
        {
            Double(subkey);
            padded[message.Length] = PadStart;
        }

        for (var i = 0; i < Block; i++)
        {
            padded[padded.Length - Block + i] ^= subkey[i];
        }

        var chained = cipher.EncryptCbc(padded, new byte[Block]);
        CryptographicOperations.ZeroMemory(padded);
        CryptographicOperations.ZeroMemory(subkey);
        return chained[^Block..];
    }

    private static void Double(Span<byte> block)
    {
        var carry = 0;
        for (var i = block.Length - 1; i >= 0; i--)
        {
            var shifted = (block[i] << 1) | carry;
            carry = shifted >> 8;
            block[i] = (byte)shifted;
        }

        block[^1] ^= (byte)(carry * Reduction);
    }
}
