using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OpenSsl;

namespace KioskSuite.Issuance.Crypto;

/// <summary>
/// Two-key 3DES under any 16 bytes, also under keys that the platform refuses as weak: test cards leave the factory
/// with zeros. For a card's static keys only; what protects money goes through <see cref="TripleDesKey"/>.
/// </summary>
public static class DesEde
{
    private const int BlockSize = 8;
    private const int KeySize = 16;

    /// <summary>Enciphers whole blocks of 8 bytes each by itself.</summary>
    public static byte[] EncryptEcb(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks)
    {
        Require(key, blocks);
        if (IsWeak(key))
        {
            return NativeCrypto.Cipher("DES-EDE", key, [], blocks, encrypt: true);
        }

        using var cipher = TripleDesKey.Import(key);
        return cipher.EncryptEcb(blocks);
    }

    /// <summary>Enciphers whole blocks of 8 bytes, chained from zeros.</summary>
    public static byte[] EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks)
    {
        Require(key, blocks);
        var chained = new byte[blocks.Length];
        Span<byte> block = stackalloc byte[BlockSize];
        for (var at = 0; at < blocks.Length; at += BlockSize)
        {
            for (var i = 0; i < BlockSize; i++)
            {
                block[i] ^= blocks[at + i];
            }

            EncryptEcb(key, block).CopyTo(block);
            block.CopyTo(chained.AsSpan(at));
        }

        CryptographicOperations.ZeroMemory(block);
        return chained;
    }

    /// <summary>True when the halves are equal but for parity, which makes single DES of it.</summary>
    public static bool IsWeak(ReadOnlySpan<byte> key)
    {
        var differs = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            differs |= (key[i] ^ key[i + BlockSize]) >> 1;
        }

        return differs == 0;
    }

    private static void Require(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks)
    {
        InvariantException.Require(key.Length == KeySize, "a two-key 3DES key has 16 bytes");
        InvariantException.Require(blocks.Length % BlockSize == 0, "whole blocks only");
    }
}
