using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>ISO/IEC 9797-1 MAC algorithm 3 with DES ("retail MAC"); key of 16 bytes, tag of 8.</summary>
public static class RetailMac
{
    private const int BlockSize = 8;
    private const byte PadStart = 0x80;

    /// <summary>MAC over the message padded by method 2 (80 and zeros, always at least one byte).</summary>
    public static byte[] Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        var padded = new byte[(message.Length / BlockSize + 1) * BlockSize];
        message.CopyTo(padded);
        padded[message.Length] = PadStart;
        return ComputeBlocks(key, padded);
    }

    /// <summary>MAC over whole blocks of 8 bytes (at least one), without padding.</summary>
    public static byte[] ComputeBlocks(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks)
    {
        InvariantException.Require(key.Length == 16, "a retail MAC key has 16 bytes");
        InvariantException.Require(!blocks.IsEmpty && blocks.Length % BlockSize == 0, "whole blocks only");
        var last = blocks[^BlockSize..].ToArray();
        if (blocks.Length > BlockSize)
        {
            var chain = ChainByFirstHalf(key[..BlockSize], blocks[..^BlockSize]);
            for (var i = 0; i < BlockSize; i++)
            {
                last[i] ^= chain[chain.Length - BlockSize + i];
            }
        }

        using var whole = TripleDesKey.Import(key);
        return whole.EncryptEcb(last);
    }

    private static byte[] ChainByFirstHalf(ReadOnlySpan<byte> half, ReadOnlySpan<byte> blocks)
    {
        using var des = DES.Create();
        var key = half.ToArray();
        try
        {
            des.Key = key;
            return des.EncryptCbc(blocks, new byte[BlockSize], PaddingMode.None);
        }
        catch (CryptographicException)
        {
            throw new InvariantException("DES key is weak");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
