using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.Pins;

namespace KioskSuite.Issuance.Crypto.Dukpt;

/// <summary>Derived unique key per transaction with two-key 3DES (ANSI X9.24-1). KSN of 10 bytes, keys of 16.</summary>
public static class DukptTdes
{
    private const int Ksn = 10;
    private const int Half = 8;
    private const int CounterBits = 21;
    private const ulong CounterMask = (1UL << CounterBits) - 1;

    /// <summary>The key loaded into a PIN pad; from the KSN without its counter.</summary>
    public static SecretKey InitialKey(ReadOnlySpan<byte> baseKey, ReadOnlySpan<byte> ksn)
    {
        InvariantException.Require(baseKey.Length == 2 * Half && ksn.Length == Ksn, "BDK has 16 bytes and KSN 10");
        var serial = new byte[Half];
        ksn[..Half].CopyTo(serial);
        serial[^1] &= DukptFrames.SerialMask;
        var initial = new byte[2 * Half];
        Encipher(baseKey, serial).CopyTo(initial, 0);
        var varied = baseKey.ToArray();
        PinFrames.Xor(varied, DukptFrames.KeyVariant);
        Encipher(varied, serial).CopyTo(initial, Half);
        CryptographicOperations.ZeroMemory(varied);
        return SecretKey.Own(initial);
    }

    /// <summary>The key of one transaction, before its variants.</summary>
    public static SecretKey TransactionKey(SecretKey initialKey, ReadOnlySpan<byte> ksn)
    {
        InvariantException.Require(initialKey.Length == 2 * Half && ksn.Length == Ksn, "IPEK has 16 bytes and KSN 10");
        var low = BinaryPrimitives.ReadUInt64BigEndian(ksn[2..]);
        var register = low & ~CounterMask;
        var key = initialKey.Bytes.ToArray();
        for (var bit = CounterBits - 1; bit >= 0; bit--)
        {
            if ((low & (1UL << bit)) != 0)
            {
                register |= 1UL << bit;
                key = Next(key, register);
            }
        }

        return SecretKey.Own(key);
    }

    /// <summary>The variant that enciphers PIN blocks.</summary>
    public static SecretKey PinKey(SecretKey transactionKey)
    {
        var key = transactionKey.Bytes.ToArray();
        PinFrames.Xor(key, DukptFrames.PinVariant);
        return SecretKey.Own(key);
    }

    private static byte[] Encipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block)
    {
        using var cipher = TripleDesKey.Import(key);
        return cipher.EncryptEcb(block);
    }

    /// <summary>One step of the non-reversible key generation; zeroes the key it came from.</summary>
    private static byte[] Next(byte[] key, ulong register)
    {
        var next = new byte[2 * Half];
        Step(key, register, next.AsSpan(Half));
        PinFrames.Xor(key, DukptFrames.KeyVariant);
        Step(key, register, next.AsSpan(0, Half));
        CryptographicOperations.ZeroMemory(key);
        return next;
    }

    private static void Step(ReadOnlySpan<byte> key, ulong register, Span<byte> half)
    {
        BinaryPrimitives.WriteUInt64BigEndian(half, register);
        PinFrames.Xor(half, key[Half..]);
        var left = key[..Half].ToArray();
        try
        {
            using var des = DES.Create();
            des.Key = left;
            var block = des.EncryptEcb(half, PaddingMode.None);
            PinFrames.Xor(block, key[Half..]);
            block.CopyTo(half);
            CryptographicOperations.ZeroMemory(block);
        }
        catch (CryptographicException)
        {
            throw new InvariantException("DES key is weak");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(left);
        }
    }
}
