using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>
/// Card public key certificate: tags 9F46, 9F48 and 9F47 (EMV Book 2 §6.4). It also covers the card's static data.
/// </summary>
public static class IccCertificate
{
    private const int OwnerLength = 10;

    /// <summary>Signed by the issuer.</summary>
    /// <param name="issuer">Issuer's private key.</param>
    /// <param name="pan">12 to 19 digits.</param>
    /// <param name="terms">Last month, not after the issuer certificate's, and serial.</param>
    /// <param name="card">Card's key, not longer than the issuer's.</param>
    /// <param name="staticData">From <see cref="StaticData"/>.</param>
    public static CertificateParts Issue(
        RsaPrivateKey issuer, string pan, CertificateTerms terms, RsaPublicKey card, ReadOnlySpan<byte> staticData)
    {
        InvariantException.Require(pan.Length is >= 12 and <= 19, "PAN has 12 to 19 digits");
        var owner = CertificateDigits.Pack(pan, OwnerLength);
        var (certificate, remainder) =
            CertificateBody.Issue(issuer, CertificateFrames.IccFormat, owner, terms, card, staticData);
        return new CertificateParts(certificate, remainder, card.Exponent.ToArray());
    }

    /// <summary>The card's key, when the certificate is good for this PAN and static data today.</summary>
    public static Verdict<CertifiedKey, CertificateFault> Recover(
        CertifiedKey issuer, CertificateParts parts, string pan, ReadOnlySpan<byte> staticData, DateOnly today)
    {
        var recovered = CertificateBody.Recover(
            issuer.Key, CertificateFrames.IccFormat, OwnerLength, parts, staticData, today);
        if (!recovered.Ok)
        {
            return recovered.Reason;
        }

        return CertificateDigits.Unpack(recovered.Value.Owner) == pan
            ? new CertifiedKey(recovered.Value.Key, recovered.Value.End)
            : CertificateFault.WrongPan;
    }
}
