namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>What a terminal read of a card for offline data authentication.</summary>
/// <param name="Rid">First five bytes of the AID, in hex.</param>
/// <param name="CaIndex">Tag 8F.</param>
/// <param name="Issuer">Tags 90, 92, 9F32.</param>
/// <param name="Icc">Tags 9F46, 9F48, 9F47; null for a card that has only static data.</param>
/// <param name="Pan">Digits of tag 5A.</param>
/// <param name="StaticData">From <see cref="OfflineData.StaticData"/>.</param>
public sealed record CardCertificates(
    string Rid,
    byte CaIndex,
    CertificateParts Issuer,
    CertificateParts? Icc,
    string Pan,
    ReadOnlyMemory<byte> StaticData)
{
    public override string ToString() => $"certificates of {Rid} {CaIndex:X2}";
}

/// <summary>Walks from the scheme's key to the card's (EMV Book 2 §5 and §6).</summary>
public static class CertificateChain
{
    /// <summary>The issuer's key; its certificate may not outlive the scheme's key.</summary>
    public static Verdict<CertifiedKey, CertificateFault> Issuer(
        CaPublicKeys known, CardCertificates card, DateOnly today)
    {
        var ca = known.Find(card.Rid, card.CaIndex, today);
        if (!ca.Ok)
        {
            return ca.Reason;
        }

        var issuer = IssuerCertificate.Recover(ca.Value, card.Issuer, card.Pan, today);
        return issuer.Ok && issuer.Value.End > ca.Value.EndDate ? CertificateFault.OutlivesIssuer : issuer;
    }

    /// <summary>The card's key; its certificate may not outlive the issuer's.</summary>
    public static Verdict<CertifiedKey, CertificateFault> Icc(
        CaPublicKeys known, CardCertificates card, DateOnly today)
    {
        var issuer = Issuer(known, card, today);
        if (!issuer.Ok)
        {
            return issuer.Reason;
        }

        if (card.Icc is not { } parts)
        {
            return CertificateFault.Missing;
        }

        var icc = IccCertificate.Recover(issuer.Value, parts, card.Pan, card.StaticData.Span, today);
        return icc.Ok && icc.Value.End > issuer.Value.End ? CertificateFault.OutlivesIssuer : icc;
    }
}
