using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>From the scheme's key to the card's, with every complaint on the way (EMV Book 2 §5, §6). Pure.</summary>
internal sealed class OfflineChain(
    CardObjects card, byte[] aid, TerminalOptions options, DateOnly today, RemarkList remarks)
{
    private const int RidLength = 5;

    /// <summary>The card's key, once its certificate verifies.</summary>
    public CertifiedKey? CardKey { get; private set; }

    public OfflineAuthentication Check()
    {
        if (!Aip.IsAuthenticatedOffline(card.Aip))
        {
            remarks.Add(NoOfflineAuthentication, EmvTag.Aip);
            return OfflineAuthentication.None;
        }

        var ownKey = Aip.HasOwnKey(card.Aip);
        remarks.AddWhen(!ownKey, SdaOnly, EmvTag.Aip);
        var signed = card.Has(EmvTag.SignedStaticData);
        remarks.AddWhen(signed && !Aip.HasSda(card.Aip), StaticSignatureUnused, EmvTag.SignedStaticData);
        remarks.AddWhen(!signed && Aip.HasSda(card.Aip), ObjectMissing, EmvTag.SignedStaticData);
        if (options.SchemeKeys.Count == 0)
        {
            remarks.Add(NoSchemeKeys, EmvTag.CaKeyIndex);
            return OfflineAuthentication.NotChecked;
        }

        if (Static() is not { } data || Issuer() is not { } issuer)
        {
            return OfflineAuthentication.Failed;
        }

        CheckStatic(issuer, data);
        CardKey = ownKey ? Icc(issuer, data) : null;
        return CardKey is null && ownKey ? OfflineAuthentication.Failed : OfflineAuthentication.Certified;
    }

    private byte[]? Static()
    {
        var data = StaticData.Build(card.Signed, card[EmvTag.StaticDataTags].Span, card.Aip);
        remarks.AddWhen(!data.Ok, StaticDataMalformed, EmvTag.StaticDataTags);
        return data.Ok ? data.Value : null;
    }

    private CertifiedKey? Issuer()
    {
        if (Missing(EmvTag.CaKeyIndex, EmvTag.IssuerCertificate, EmvTag.IssuerExponent))
        {
            return null;
        }

        var known = new CaPublicKeys(options.SchemeKeys.DistinctBy(k => (k.Rid.ToUpperInvariant(), k.Index)));
        var index = card[EmvTag.CaKeyIndex].Span;
        var rid = Convert.ToHexString(aid.AsSpan(0, Math.Min(RidLength, aid.Length)));
        var ca = index.Length == 1 ? known.Find(rid, index[0], today) : CertificateFault.UnknownCaKey;
        if (!ca.Ok)
        {
            remarks.Add(ca.Reason == CertificateFault.Expired ? CaKeyExpired : CaKeyUnknown, EmvTag.CaKeyIndex);
            return null;
        }

        var parts = Parts(EmvTag.IssuerCertificate, EmvTag.IssuerRemainder, EmvTag.IssuerExponent);
        var issuer = IssuerCertificate.Recover(ca.Value, parts, AccountRules.Pan(card), today);
        return Judge(
            issuer, ca.Value.EndDate, EmvTag.IssuerCertificate, IssuerCertificateWrong, IssuerCertificateExpired);
    }

    private CertifiedKey? Icc(CertifiedKey issuer, byte[] data)
    {
        if (Missing(EmvTag.IccCertificate, EmvTag.IccExponent))
        {
            return null;
        }

        var parts = Parts(EmvTag.IccCertificate, EmvTag.IccRemainder, EmvTag.IccExponent);
        var icc = IccCertificate.Recover(issuer, parts, AccountRules.Pan(card), data, today);
        return Judge(icc, issuer.End, EmvTag.IccCertificate, IccCertificateWrong, IccCertificateExpired);
    }

    private void CheckStatic(CertifiedKey issuer, byte[] data)
    {
        if (Aip.HasSda(card.Aip) && card.Has(EmvTag.SignedStaticData))
        {
            var verdict = StaticSignature.Verify(issuer, card[EmvTag.SignedStaticData].Span, data);
            remarks.AddWhen(!verdict.Ok, StaticSignatureWrong, EmvTag.SignedStaticData);
        }
    }

    private CertifiedKey? Judge(
        Verdict<CertifiedKey, CertificateFault> key,
        DateOnly signerEnd,
        uint tag,
        TerminalRemarkCode wrong,
        TerminalRemarkCode expired)
    {
        if (!key.Ok)
        {
            var over = key.Reason == CertificateFault.Expired;
            remarks.Add(over ? expired : wrong, over ? $"{tag:X2}" : $"{tag:X2} {key.Reason}");
            return null;
        }

        remarks.AddWhen(key.Value.End > signerEnd, CertificateOutlives, tag);
        var expiry = CardDates.Parse(card[EmvTag.ExpiryDate].Span);
        remarks.AddWhen(expiry > key.Value.End, CardOutlivesCertificate, tag);
        return key.Value;
    }

    private bool Missing(params ReadOnlySpan<uint> tags)
    {
        var missing = false;
        foreach (var tag in tags)
        {
            remarks.AddWhen(!card.Has(tag), ObjectMissing, tag);
            missing |= !card.Has(tag);
        }

        return missing;
    }

    private CertificateParts Parts(uint certificate, uint remainder, uint exponent) =>
        new(card[certificate], card[remainder], card[exponent]);
}
