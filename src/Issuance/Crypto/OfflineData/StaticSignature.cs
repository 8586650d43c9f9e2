using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>Signed static application data: tag 93 (EMV Book 2 §5.4).</summary>
public static class StaticSignature
{
    private const int CodeLength = 2;
    private const int Head = 2 + CodeLength;

    /// <summary>Signed by the issuer.</summary>
    /// <param name="issuer">Issuer's private key.</param>
    /// <param name="authenticationCode">DAC, 2 bytes.</param>
    /// <param name="staticData">From <see cref="StaticData"/>.</param>
    public static byte[] Sign(
        RsaPrivateKey issuer, ReadOnlySpan<byte> authenticationCode, ReadOnlySpan<byte> staticData)
    {
        InvariantException.Require(authenticationCode.Length == CodeLength, "a DAC has 2 bytes");
        var data = new byte[issuer.Length - SignedBlock.Overhead];
        data.AsSpan().Fill(CertificateFrames.Pad);
        data[0] = CertificateFrames.StaticFormat;
        data[1] = CertificateFrames.Sha1;
        authenticationCode.CopyTo(data.AsSpan(2));
        return SignedBlock.Sign(issuer, data, staticData);
    }

    /// <summary>The DAC (tag 9F45), 2 bytes.</summary>
    public static Verdict<byte[], CertificateFault> Verify(
        CertifiedKey issuer, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> staticData)
    {
        var opened = SignedBlock.Open(issuer.Key, signature, CertificateFrames.StaticFormat);
        if (!opened.Ok)
        {
            return opened.Reason;
        }

        var data = opened.Value.Data;
        if (!opened.Value.Hashes(staticData))
        {
            return CertificateFault.WrongHash;
        }

        return data[1] == CertificateFrames.Sha1
            ? data[2..Head].ToArray()
            : CertificateFault.UnknownAlgorithm;
    }
}
