using System.Security.Cryptography;

namespace KioskSuite.Issuance.Crypto;

/// <summary>CMAC (NIST SP 800-38B, RFC 4493) over any block cipher; the platform has none.</summary>
public static class Cmac
{
    private const byte Reduction8 = 27;
    private const byte Reduction16 = 135;
    private const byte PadStart = 128;

    /// <summary>The full tag, one block.</summary>
    public static byte[] Compute(IBlockCipher cipher, ReadOnlySpan<byte> message)
    {
        var subkey = Subkey(cipher);
        var tag = Compute(cipher, subkey, message);
        CryptographicOperations.ZeroMemory(subkey);
        return tag;
    }

    /// <summary>With an AES key of 16, 24 or 32 bytes.</summary>
    public static byte[] Aes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        using var cipher = AesKey.Import(key);
        return Compute(cipher, message);
    }

    /// <summary>K1: of a whole last block.</summary>
    internal static byte[] Subkey(IBlockCipher cipher)
    {
        var subkey = cipher.EncryptEcb(new byte[cipher.BlockSize]);
        Double(subkey);
        return subkey;
    }

    internal static byte[] Compute(IBlockCipher cipher, ReadOnlySpan<byte> subkey, ReadOnlySpan<byte> message)
    {
        var size = cipher.BlockSize;
        var last = subkey.ToArray();
        var complete = message.Length > 0 && message.Length % size == 0;
        var padded = new byte[complete ? message.Length : (message.Length / size + 1) * size];
        message.CopyTo(padded);
        if (!complete)
        {
            Double(last);
            padded[message.Length] = PadStart;
        }

        for (var i = 0; i < size; i++)
        {
            padded[padded.Length - size + i] ^= last[i];
        }

        var chained = cipher.EncryptCbc(padded, new byte[size]);
        CryptographicOperations.ZeroMemory(padded);
        CryptographicOperations.ZeroMemory(last);
        return chained[^size..];
    }

    private static void Double(byte[] block)
    {
        var carry = 0;
        for (var i = block.Length - 1; i >= 0; i--)
        {
            var shifted = (block[i] << 1) | carry;
            carry = shifted >> 8;
            block[i] = (byte)shifted;
        }

        block[^1] ^= (byte)(carry * (block.Length == 8 ? Reduction8 : Reduction16));
    }
}
