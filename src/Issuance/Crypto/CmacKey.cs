using System.Security.Cryptography;

namespace KioskSuite.Issuance.Crypto;

/// <summary>An AES key for many CMACs: cipher and subkey are set up once. Zeroed when disposed.</summary>
public sealed class CmacKey : IDisposable
{
    private readonly AesKey _cipher;
    private readonly byte[] _subkey;

    private CmacKey(AesKey cipher, byte[] subkey) => (_cipher, _subkey) = (cipher, subkey);

    public static CmacKey Import(ReadOnlySpan<byte> key)
    {
        var cipher = AesKey.Import(key);
        return new CmacKey(cipher, Cmac.Subkey(cipher));
    }

    /// <summary>The full tag, one block.</summary>
    public byte[] Compute(ReadOnlySpan<byte> message) => Cmac.Compute(_cipher, _subkey, message);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_subkey);
        _cipher.Dispose();
    }

    public override string ToString() => "CMAC key";
}
