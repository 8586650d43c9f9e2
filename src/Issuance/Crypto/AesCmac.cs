using System.Security.Cryptography;

namespace KioskSuite.Issuance.Crypto;

/// <summary>AES-CMAC (RFC 4493, NIST SP 800-38B); the platform has none. Keys of 16, 24 or 32 bytes.</summary>
public static class AesCmac
{
    private const int BlockSize = 16;
    private const byte Reduction = 0x87;
    private const byte PadStart = 0x80;

    /// <summary>The full tag, 16 bytes.</summary>
    public static byte[] Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> subkey = stackalloc byte[BlockSize];
        aes.EncryptEcb(new byte[BlockSize], subkey, PaddingMode.None);
        Double(subkey);
        var complete = message.Length > 0 && message.Length % BlockSize == 0;
        if (!complete)
        {
            Double(subkey);
        }

        var padded = new byte[complete ? message.Length : (message.Length / BlockSize + 1) * BlockSize];
        message.CopyTo(padded);
        if (!complete)
        {
            padded[message.Length] = PadStart;
        }

        var last = padded.AsSpan(padded.Length - BlockSize);
        for (var i = 0; i < BlockSize; i++)
        {
            last[i] ^= subkey[i];
        }

        var chained = aes.EncryptCbc(padded, new byte[BlockSize], PaddingMode.None);
        CryptographicOperations.ZeroMemory(padded);
        CryptographicOperations.ZeroMemory(subkey);
        return chained[^BlockSize..];
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
