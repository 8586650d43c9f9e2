using System.Buffers.Binary;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Dukpt;

/// <summary>Derived unique key per transaction with AES-128 (ANSI X9.24-3). Identifier 8 bytes, keys 16.</summary>
public static class DukptAes
{
    private const int IdLength = 8;
    private const int KeyLength = 16;

    /// <summary>The key loaded into a PIN pad.</summary>
    public static SecretKey InitialKey(ReadOnlySpan<byte> baseKey, ReadOnlySpan<byte> initialKeyId)
    {
        InvariantException.Require(initialKeyId.Length == IdLength, "initial key id has 8 bytes");
        return Derive(baseKey, DukptUsage.InitialKey, initialKeyId);
    }

    /// <summary>The key from which one transaction's working keys come.</summary>
    public static SecretKey DerivationKey(SecretKey initialKey, ReadOnlySpan<byte> initialKeyId, uint counter)
    {
        InvariantException.Require(initialKeyId.Length == IdLength, "initial key id has 8 bytes");
        var key = new SecretKey(initialKey.Bytes);
        var reached = 0U;
        for (var mask = 1U << 31; mask != 0; mask >>= 1)
        {
            if ((counter & mask) != 0)
            {
                reached |= mask;
                using var former = key;
                key = Derive(former.Bytes, DukptUsage.KeyDerivation, Identifier(initialKeyId, reached));
            }
        }

        return key;
    }

    /// <summary>A working key of one transaction.</summary>
    public static SecretKey WorkingKey(
        SecretKey derivationKey, DukptUsage usage, ReadOnlySpan<byte> initialKeyId, uint counter) =>
        Derive(derivationKey.Bytes, usage, Identifier(initialKeyId, counter));

    private static byte[] Identifier(ReadOnlySpan<byte> initialKeyId, uint counter)
    {
        var identifier = new byte[IdLength];
        initialKeyId[(IdLength / 2)..].CopyTo(identifier);
        BinaryPrimitives.WriteUInt32BigEndian(identifier.AsSpan(IdLength / 2), counter);
        return identifier;
    }

    private static SecretKey Derive(ReadOnlySpan<byte> key, DukptUsage usage, ReadOnlySpan<byte> identifier)
    {
        InvariantException.Require(key.Length == KeyLength, "an AES-128 key has 16 bytes");
        using var cipher = AesKey.Import(key);
        return SecretKey.Own(cipher.EncryptEcb(DukptFrames.Derivation(usage, identifier)));
    }
}
