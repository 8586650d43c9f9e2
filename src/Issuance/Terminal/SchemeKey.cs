using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>A scheme's key that the terminal knows; it says of which algorithm the card's certificates are.</summary>
internal abstract class SchemeKey
{
    public abstract DateOnly End { get; }

    /// <summary>Tags without which there is no issuer key.</summary>
    public abstract uint[] IssuerTags { get; }

    /// <summary>Tags without which there is no card key.</summary>
    public abstract uint[] IccTags { get; }

    public abstract Verdict<IssuerKey, CertificateFault> Issuer(CardObjects card, DateOnly today);

    /// <summary>The key that a terminal has under a RID and an index; null when it has none.</summary>
    public static SchemeKey? Find(TerminalOptions options, string rid, byte index)
    {
        bool Is(string other, byte number) =>
            number == index && string.Equals(other, rid, StringComparison.OrdinalIgnoreCase);
        var rsa = options.SchemeKeys.FirstOrDefault(key => Is(key.Rid, key.Index));
        var sm = options.SmSchemeKeys.FirstOrDefault(key => Is(key.Rid, key.Index));
        return sm is not null ? new SmSchemeKey(sm) : rsa is not null ? new RsaSchemeKey(rsa) : null;
    }
}

/// <summary>The issuer's key, once its certificate verifies.</summary>
internal abstract class IssuerKey : ICertified
{
    public abstract DateOnly End { get; }

    public abstract bool VerifyStatic(ReadOnlySpan<byte> signature, byte[] data);

    public abstract Verdict<CardPublicKey, CertificateFault> Icc(CardObjects card, byte[] data, DateOnly today);
}

internal sealed class RsaSchemeKey(CaPublicKey ca) : SchemeKey
{
    public override DateOnly End => ca.EndDate;

    public override uint[] IssuerTags => [EmvTag.IssuerCertificate, EmvTag.IssuerExponent];

    public override uint[] IccTags => [EmvTag.IccCertificate, EmvTag.IccExponent];

    public override Verdict<IssuerKey, CertificateFault> Issuer(CardObjects card, DateOnly today)
    {
        var parts = new CertificateParts(
            card[EmvTag.IssuerCertificate], card[EmvTag.IssuerRemainder], card[EmvTag.IssuerExponent]);
        var key = IssuerCertificate.Recover(ca, parts, AccountRules.Pan(card), today);
        return key.Ok ? new RsaIssuerKey(key.Value) : key.Reason;
    }

    private sealed class RsaIssuerKey(CertifiedKey issuer) : IssuerKey
    {
        public override DateOnly End => issuer.End;

        public override bool VerifyStatic(ReadOnlySpan<byte> signature, byte[] data) =>
            StaticSignature.Verify(issuer, signature, data).Ok;

        public override Verdict<CardPublicKey, CertificateFault> Icc(CardObjects card, byte[] data, DateOnly today)
        {
            var parts = new CertificateParts(
                card[EmvTag.IccCertificate], card[EmvTag.IccRemainder], card[EmvTag.IccExponent]);
            var key = IccCertificate.Recover(issuer, parts, AccountRules.Pan(card), data, today);
            return key.Ok ? new CardPublicKey(key.Value, null) : key.Reason;
        }
    }
}

internal sealed class SmSchemeKey(SmCaPublicKey ca) : SchemeKey
{
    public override DateOnly End => ca.EndDate;

    public override uint[] IssuerTags => [EmvTag.IssuerCertificate];

    public override uint[] IccTags => [EmvTag.IccCertificate];

    public override Verdict<IssuerKey, CertificateFault> Issuer(CardObjects card, DateOnly today)
    {
        var key = SmCertificates.VerifyIssuer(
            ca.Point.Span, card[EmvTag.IssuerCertificate].Span, AccountRules.Pan(card), today);
        return key.Ok ? new SmIssuerKey(key.Value) : key.Reason;
    }

    private sealed class SmIssuerKey(SmCertifiedKey issuer) : IssuerKey
    {
        public override DateOnly End => issuer.End;

        public override bool VerifyStatic(ReadOnlySpan<byte> signature, byte[] data) =>
            SmSignatures.VerifyStatic(issuer, signature, data).Ok;

        public override Verdict<CardPublicKey, CertificateFault> Icc(CardObjects card, byte[] data, DateOnly today)
        {
            var key = SmCertificates.VerifyIcc(
                issuer, card[EmvTag.IccCertificate].Span, AccountRules.Pan(card), data, today);
            return key.Ok ? new CardPublicKey(null, key.Value) : key.Reason;
        }
    }
}
