using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>An AES key of 16, 24 or 32 bytes; zeroed when disposed.</summary>
public sealed class AesKey : IBlockCipher
{
    private readonly Aes _cipher = Aes.Create();

    private AesKey()
    {
    }

    public int BlockSize => 16;

    public static AesKey Import(ReadOnlySpan<byte> key)
    {
        InvariantException.Require(key.Length is 16 or 24 or 32, "an AES key has 16, 24 or 32 bytes");
        var imported = new AesKey();
        imported._cipher.SetKey(key);
        return imported;
    }

    public byte[] EncryptEcb(ReadOnlySpan<byte> blocks) => _cipher.EncryptEcb(blocks, PaddingMode.None);

    public byte[] DecryptEcb(ReadOnlySpan<byte> blocks) => _cipher.DecryptEcb(blocks, PaddingMode.None);

    public byte[] EncryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv) =>
        _cipher.EncryptCbc(blocks, iv, PaddingMode.None);

    public byte[] DecryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv) =>
        _cipher.DecryptCbc(blocks, iv, PaddingMode.None);

    public void Dispose() => _cipher.Dispose();

    public override string ToString() => "AES key";
}
