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
    public CardPublicKey? CardKey { get; private set; }

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
        if (options.SchemeKeys.Count + options.SmSchemeKeys.Count == 0)
        {
            remarks.Add(NoSchemeKeys, EmvTag.CaKeyIndex);
            return OfflineAuthentication.NotChecked;
        }

        if (Static() is not { } data || Scheme() is not { } scheme || Issuer(scheme) is not { } issuer)
        {
            return OfflineAuthentication.Failed;
        }

        CheckStatic(issuer, data);
        CardKey = ownKey ? Icc(scheme, issuer, data) : null;
        return CardKey is null && ownKey ? OfflineAuthentication.Failed : OfflineAuthentication.Certified;
    }

    private byte[]? Static()
    {
        var data = StaticData.Build(card.Signed, card[EmvTag.StaticDataTags].Span, card.Aip);
        remarks.AddWhen(!data.Ok, StaticDataMalformed, EmvTag.StaticDataTags);
        return data.Ok ? data.Value : null;
    }

    private SchemeKey? Scheme()
    {
        if (Missing(EmvTag.CaKeyIndex))
        {
            return null;
        }

        var index = card[EmvTag.CaKeyIndex].Span;
        var rid = Convert.ToHexString(aid.AsSpan(0, Math.Min(RidLength, aid.Length)));
        var scheme = index.Length == 1 ? SchemeKey.Find(options, rid, index[0]) : null;
        remarks.AddWhen(scheme is null, CaKeyUnknown, EmvTag.CaKeyIndex);
        remarks.AddWhen(scheme?.End < today, CaKeyExpired, EmvTag.CaKeyIndex);
        return scheme?.End < today ? null : scheme;
    }

    private IssuerKey? Issuer(SchemeKey scheme) => Missing(scheme.IssuerTags)
        ? null
        : Judge(
            scheme.Issuer(card, today), scheme.End, EmvTag.IssuerCertificate, IssuerCertificateWrong,
            IssuerCertificateExpired);

    private CardPublicKey? Icc(SchemeKey scheme, IssuerKey issuer, byte[] data) => Missing(scheme.IccTags)
        ? null
        : Judge(
            issuer.Icc(card, data, today), issuer.End, EmvTag.IccCertificate, IccCertificateWrong,
            IccCertificateExpired);

    private void CheckStatic(IssuerKey issuer, byte[] data)
    {
        if (Aip.HasSda(card.Aip) && card.Has(EmvTag.SignedStaticData))
        {
            var good = issuer.VerifyStatic(card[EmvTag.SignedStaticData].Span, data);
            remarks.AddWhen(!good, StaticSignatureWrong, EmvTag.SignedStaticData);
        }
    }

    private T? Judge<T>(
        Verdict<T, CertificateFault> key,
        DateOnly signerEnd,
        uint tag,
        TerminalRemarkCode wrong,
        TerminalRemarkCode expired)
        where T : class, ICertified
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
}
