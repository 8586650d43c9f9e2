using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KioskSuite.Issuance.Crypto.KeyBlocks;

/// <summary>Keys and MACs of key blocks (ANSI X9.143). The protection key is split in two; never used itself.</summary>
internal static class KeyBlockFrames
{
    public const int BitLengthField = 2;

    private const byte EncryptionVariant = 0x45;
    private const byte MacVariant = 0x4D;
    private const ushort EncryptionUsage = 0;
    private const ushort MacUsage = 1;

    public static SecretKey EncryptionKey(KeyBlockLayout layout, ReadOnlySpan<byte> protectionKey) => layout.Derived
        ? Derive(layout, protectionKey, EncryptionUsage)
        : Vary(protectionKey, EncryptionVariant);

    public static SecretKey MacKey(KeyBlockLayout layout, ReadOnlySpan<byte> protectionKey) => layout.Derived
        ? Derive(layout, protectionKey, MacUsage)
        : Vary(protectionKey, MacVariant);

    /// <summary>Over the head and, by version, the enciphered or the clear key field.</summary>
    public static byte[] Mac(KeyBlockLayout layout, SecretKey macKey, string header, ReadOnlySpan<byte> field)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes(header), .. field];
        var mac = Tag(layout, macKey, message);
        CryptographicOperations.ZeroMemory(message);
        return mac;
    }

    /// <summary>The head's first block, or the MAC.</summary>
    public static byte[] Iv(KeyBlockLayout layout, string header, byte[] mac) =>
        layout.Derived ? mac : Encoding.ASCII.GetBytes(header[..layout.BlockSize]);

    public static IBlockCipher Cipher(KeyBlockLayout layout, SecretKey key) =>
        layout.Aes ? AesKey.Import(key.Bytes) : TripleDesKey.Import(key.Bytes);

    private static byte[] Tag(KeyBlockLayout layout, SecretKey macKey, ReadOnlySpan<byte> message)
    {
        if (layout.Derived)
        {
            return Cmac(layout, macKey.Bytes, message);
        }

        using var cipher = TripleDesKey.Import(macKey.Bytes);
        return cipher.EncryptCbc(message, new byte[layout.BlockSize])[^layout.BlockSize..][..layout.MacLength];
    }

    private static SecretKey Vary(ReadOnlySpan<byte> key, byte variant)
    {
        var varied = key.ToArray();
        foreach (ref var b in varied.AsSpan())
        {
            b ^= variant;
        }

        return SecretKey.Own(varied);
    }

    /// <summary>CMAC under the protection key over counter, usage, 00, algorithm, bits; as long as that key.</summary>
    private static SecretKey Derive(KeyBlockLayout layout, ReadOnlySpan<byte> protectionKey, ushort usage)
    {
        var derived = new byte[protectionKey.Length];
        var input = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(1), usage);
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(4), Algorithm(layout, protectionKey.Length));
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(6), (ushort)(protectionKey.Length * 8));
        for (var at = 0; at < derived.Length; at += layout.BlockSize)
        {
            input[0]++;
            var part = Cmac(layout, protectionKey, input);
            part.AsSpan(0, Math.Min(part.Length, derived.Length - at)).CopyTo(derived.AsSpan(at));
        }

        return SecretKey.Own(derived);
    }

    private static byte[] Cmac(KeyBlockLayout layout, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        using IBlockCipher cipher = layout.Aes ? AesKey.Import(key) : TripleDesKey.Import(key);
        return Crypto.Cmac.Compute(cipher, message);
    }

    /// <summary>0 and 1: 3DES of two and three parts; 2, 3, 4: AES of 128, 192, 256 bits.</summary>
    private static ushort Algorithm(KeyBlockLayout layout, int length) =>
        (ushort)(layout.Aes ? length / 8 : (length / 8) - 2);
}
