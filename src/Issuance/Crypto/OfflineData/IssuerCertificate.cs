using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>An issuer's key that a recovered certificate vouches for, with the last day of its month.</summary>
public sealed record CertifiedKey(RsaPublicKey Key, DateOnly End);

/// <summary>Issuer public key certificate: tags 90, 92 and 9F32 (EMV Book 2 §5.3, §6.3).</summary>
public static class IssuerCertificate
{
    private const int OwnerLength = 4;
    private const int LeastDigits = CertificateFrames.IdentifierDigitsLeast;

    /// <summary>Signed by the scheme; here for test schemes and for checking what a scheme sent.</summary>
    /// <param name="ca">Scheme's private key.</param>
    /// <param name="iin">3 to 8 leftmost digits of the issuer's PANs.</param>
    /// <param name="terms">Last month and serial.</param>
    /// <param name="issuer">Issuer's key, not longer than the scheme's.</param>
    public static CertificateParts Issue(RsaPrivateKey ca, string iin, CertificateTerms terms, RsaPublicKey issuer)
    {
        InvariantException.Require(iin.Length is >= LeastDigits and <= 2 * OwnerLength, "an IIN has 3 to 8 digits");
        var owner = CertificateDigits.Pack(iin, OwnerLength);
        var (certificate, remainder) =
            CertificateBody.Issue(ca, CertificateFrames.IssuerFormat, owner, terms, issuer, []);
        return new CertificateParts(certificate, remainder, issuer.Exponent.ToArray());
    }

    /// <summary>The issuer's key, when the certificate is good for this PAN today.</summary>
    public static Verdict<CertifiedKey, CertificateFault> Recover(
        CaPublicKey ca, CertificateParts parts, string pan, DateOnly today)
    {
        var recovered = CertificateBody.Recover(
            ca.Key, CertificateFrames.IssuerFormat, OwnerLength, parts, [], today);
        if (!recovered.Ok)
        {
            return recovered.Reason;
        }

        var iin = CertificateDigits.Unpack(recovered.Value.Owner);
        if (iin is null || iin.Length < LeastDigits || !pan.StartsWith(iin, StringComparison.Ordinal))
        {
            return CertificateFault.WrongIin;
        }

        return new CertifiedKey(recovered.Value.Key, recovered.Value.End);
    }
}
