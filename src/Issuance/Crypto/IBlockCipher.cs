namespace KioskSuite.Issuance.Crypto;

/// <summary>A block cipher that holds a key; zeroed when disposed.</summary>
public interface IBlockCipher : IDisposable
{
    /// <summary>Bytes per block: 8 for 3DES, 16 for AES and SM4.</summary>
    int BlockSize { get; }

    /// <summary>Enciphers whole blocks, each by itself.</summary>
    byte[] EncryptEcb(ReadOnlySpan<byte> blocks);

    byte[] DecryptEcb(ReadOnlySpan<byte> blocks);

    /// <summary>Enciphers whole blocks, chained from <paramref name="iv"/> (one block).</summary>
    byte[] EncryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv);

    byte[] DecryptCbc(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> iv);
}
