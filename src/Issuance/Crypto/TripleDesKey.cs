using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>A 3DES key of two or three parts (16 or 24 bytes); zeroed when disposed.</summary>
/// <remarks>
/// Two traps of the platform are kept in here: its one-shot calls refuse a 16-byte key, so it is widened to K1 K2 K1;
/// and it refuses weak keys (all zero, K1 = K2), which are refused here as a programmer error without the key's bytes.
/// </remarks>
public sealed class TripleDesKey : IBlockCipher
{
    private const int Block = 8;
    private readonly TripleDES _cipher;

    private TripleDesKey(TripleDES cipher) => _cipher = cipher;

    public int BlockSize => Block;

    /// <summary>Imports a key; parity bits do not matter.</summary>
    public static TripleDesKey Import(ReadOnlySpan<byte> key)
    {
        InvariantException.Require(key.Length is 16 or 24, "a 3DES key has 16 or 24 bytes");
        var wide = new byte[24];
        key.CopyTo(wide);
        if (key.Length == 16)
        {
            key[..Block].CopyTo(wide.AsSpan(16));
        }

        var cipher = TripleDES.Create();
        try
        {
            cipher.Key = wide;
            return new TripleDesKey(cipher);
        }
        catch (CryptographicException)
        {
            cipher.Dispose();
            throw new InvariantException("3DES key is weak");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wide);
        }
    }

    /// <summary>Enciphers whole blocks of 8 bytes each by itself.</summary>
    public byte[] EncryptEcb(ReadOnlySpan<byte> blocks) => _cipher.EncryptEcb(blocks, PaddingMode.None);

    public byte[] DecryptEcb(ReadOnlySpan<byte> blocks) => _cipher.DecryptEcb(blocks, PaddingMode.None);

    /// <summary>Enciphers whole blocks of 8 bytes, chained from <paramref name="iv"/> (8 bytes).</summary>
    public byte[] EncryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv) =>
        _cipher.EncryptCbc(blocks, iv, PaddingMode.None);

    public byte[] DecryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv) =>
        _cipher.DecryptCbc(blocks, iv, PaddingMode.None);

    public void Dispose() => _cipher.Dispose();

    public override string ToString() => "3DES key";
}
