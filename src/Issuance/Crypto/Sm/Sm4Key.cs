using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OpenSsl;

namespace KioskSuite.Issuance.Crypto.Sm;

/// <summary>An SM4 key (GM/T 0002-2012) of 16 bytes, by OpenSSL; zeroed when disposed.</summary>
public sealed class Sm4Key : IBlockCipher
{
    public const int Length = 16;

    private const string Chained = "SM4-CBC";

    private readonly SecretKey _key;

    private Sm4Key(ReadOnlySpan<byte> key) => _key = new SecretKey(key);

    public int BlockSize => Length;

    public static Sm4Key Import(ReadOnlySpan<byte> key)
    {
        InvariantException.Require(key.Length == Length, "an SM4 key has 16 bytes");
        return new Sm4Key(key);
    }

    public byte[] EncryptEcb(ReadOnlySpan<byte> blocks) => Blocks("SM4-ECB", [], blocks, true);

    public byte[] DecryptEcb(ReadOnlySpan<byte> blocks) => Blocks("SM4-ECB", [], blocks, false);

    public byte[] EncryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv) => Blocks(Chained, iv, blocks, true);

    public byte[] DecryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv) => Blocks(Chained, iv, blocks, false);

    /// <summary>Counter mode over any length; the same both ways.</summary>
    public byte[] Ctr(ReadOnlySpan<byte> data, ReadOnlySpan<byte> counter)
    {
        InvariantException.Require(counter.Length == Length, "the counter has 16 bytes");
        return NativeCrypto.Cipher("SM4-CTR", _key.Bytes, counter, data, true);
    }

    /// <summary>CMAC of 16 bytes (NIST SP 800-38B construction).</summary>
    public byte[] Cmac(ReadOnlySpan<byte> data) => NativeCrypto.Mac("CMAC", Chained, _key.Bytes, data, Length);

    public void Dispose() => _key.Dispose();

    public override string ToString() => "SM4 key";

    private byte[] Blocks(string name, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> blocks, bool encrypt)
    {
        InvariantException.Require(blocks.Length % Length == 0, "whole blocks of 16 bytes");
        InvariantException.Require(iv.Length is 0 or Length, "the IV has 16 bytes");
        return NativeCrypto.Cipher(name, _key.Bytes, iv, blocks, encrypt);
    }
}
