using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Products;

/// <summary>Vouches for a card's own key.</summary>
public interface ICardCertifier
{
    /// <summary>Gives a card the certificates of one application and the private parts of its key.</summary>
    /// <param name="application">Its signed records, and what 9F4A names, enter the card's certificate.</param>
    /// <param name="values">The card's; gains the fields from <see cref="CardField.CaKeyIndex"/> on.</param>
    void Certify(ApplicationProfile application, CardValues values);
}

/// <summary>What a scheme gave the issuer, and the issuer's key that belongs to it.</summary>
/// <param name="CaKeyIndex">Tag 8F.</param>
/// <param name="Certificate">Tags 90, 92, 9F32.</param>
/// <param name="Key">Signs the cards' certificates.</param>
/// <param name="End">Last day of the certificate.</param>
public sealed record IssuerCertification(byte CaKeyIndex, CertificateParts Certificate, RsaPrivateKey Key, DateOnly End)
{
    public override string ToString() => $"issuer certificate under key {CaKeyIndex:X2}";
}

/// <summary>RSA certificates (EMV Book 2 §6.4): the card's ends with the month in which the card expires.</summary>
/// <param name="issuer">Its certificate does not end before the card.</param>
/// <param name="card">The card's key.</param>
/// <param name="serial">Of the card's certificate, 3 bytes.</param>
public sealed class RsaCardCertifier(IssuerCertification issuer, RsaPrivateKey card, ReadOnlyMemory<byte> serial)
    : ICardCertifier
{
    public void Certify(ApplicationProfile application, CardValues values)
    {
        var end = EndOf(values);
        InvariantException.Require(end <= issuer.End, "the issuer's certificate ends before the card");
        var icc = IccCertificate.Issue(
            issuer.Key,
            values.Pan,
            new CertificateTerms(end, serial),
            card.Public,
            SignedData.Of(application, values));
        values[CardField.CaKeyIndex] = [issuer.CaKeyIndex];
        values[CardField.IssuerCertificate] = issuer.Certificate.Certificate.ToArray();
        values[CardField.IssuerRemainder] = issuer.Certificate.Remainder.ToArray();
        values[CardField.IssuerExponent] = issuer.Certificate.Exponent.ToArray();
        values[CardField.IccCertificate] = icc.Certificate.ToArray();
        values[CardField.IccRemainder] = icc.Remainder.ToArray();
        values[CardField.IccExponent] = icc.Exponent.ToArray();
        values[CardField.IccInverse] = card.Part(CrtPart.InverseQ);
        values[CardField.IccExponentQ] = card.Part(CrtPart.ExponentQ);
        values[CardField.IccExponentP] = card.Part(CrtPart.ExponentP);
        values[CardField.IccPrimeQ] = card.Part(CrtPart.Q);
        values[CardField.IccPrimeP] = card.Part(CrtPart.P);
    }

    public override string ToString() => "RSA card certifier";

    private static DateOnly EndOf(CardValues values) => CardDates.Parse(values[CardField.ExpiryDate])
        ?? throw new InvariantException("the card's expiry date is one");
}

/// <summary>What a card's certificate covers beside its key (EMV Book 3 §10.3).</summary>
internal static class SignedData
{
    public static byte[] Of(ApplicationProfile application, CardValues values)
    {
        var records =
            from at in FileLocator.Parse(application.Contact.Afl).Value
            where at.Signed
            let record = application.Records.Single(r => (r.Sfi, r.Record) == (at.Sfi, at.Number))
            select new SignedRecord(at.Sfi, CardPreparation.Record(record, values));
        var tags = ApplicationObjects.Fixed(application, application.Contact, EmvTag.StaticDataTags);
        return StaticData.Build(records, tags, application.Contact.Aip).Value;
    }
}
