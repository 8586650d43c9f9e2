using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>
/// What every EMV signature with recovery looks like: 6A, data, SHA-1, BC, as long as the key. The hash also covers
/// what did not fit.
/// </summary>
internal static class SignedBlock
{
    /// <summary>6A, hash and BC.</summary>
    public const int Overhead = 1 + CertificateFrames.HashLength + 1;

    /// <summary>Signs <paramref name="data"/> (format byte first, exactly key length less 22).</summary>
    public static byte[] Sign(RsaPrivateKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> alsoHashed)
    {
        InvariantException.Require(data.Length == key.Length - Overhead, "data as long as the key allows");
        byte[] block =
        [
            CertificateFrames.Header, .. data, .. SHA1.HashData([.. data, .. alsoHashed]), CertificateFrames.Trailer,
        ];
        return key.Sign(block);
    }

    /// <summary>The recovered data, format byte first; its hash is still to be checked.</summary>
    public static Verdict<Recovered, CertificateFault> Open(RsaPublicKey key, ReadOnlySpan<byte> signature, byte format)
    {
        if (key.Length <= Overhead || key.Recover(signature) is not { } block)
        {
            return CertificateFault.WrongLength;
        }

        if (block[0] != CertificateFrames.Header)
        {
            return CertificateFault.WrongHeader;
        }

        if (block[^1] != CertificateFrames.Trailer)
        {
            return CertificateFault.WrongTrailer;
        }

        return block[1] == format ? new Recovered(block) : CertificateFault.WrongFormat;
    }
}

/// <summary>Recovered data of a right shape.</summary>
internal readonly struct Recovered(byte[] block)
{
    public ReadOnlySpan<byte> Data => block.AsSpan(1, block.Length - SignedBlock.Overhead);

    public bool Hashes(ReadOnlySpan<byte> alsoHashed) => CryptographicOperations.FixedTimeEquals(
        SHA1.HashData([.. Data, .. alsoHashed]), block.AsSpan(block.Length - 1 - CertificateFrames.HashLength, 20));
}
