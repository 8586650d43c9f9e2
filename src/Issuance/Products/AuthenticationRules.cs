using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Products;

/// <summary>Offline data authentication: what the AIP says, the objects must carry out (EMV Book 2 §5 to §6).</summary>
internal static class AuthenticationRules
{
    private const byte FailedDda = 1 << 3;
    private const byte FailedCda = 1 << 2;
    private const byte SignedAip = 0x82;

    private static readonly uint[] s_smKeys = [EmvTag.CaKeyIndex, EmvTag.IssuerCertificate, EmvTag.IccCertificate];

    private static readonly uint[] s_rsaKeys = [.. s_smKeys, EmvTag.IssuerExponent, EmvTag.IccExponent];

    private static readonly uint[] s_actionCodes = [EmvTag.IacDefault, EmvTag.IacOnline];

    public static IReadOnlyList<(string Says, Func<ApplicationProfile, IEnumerable<string>> Broken)> All { get; } =
    [
        ("SDA alone can be copied: an AIP with SDA has DDA or CDA too", ApplicationRules.EachInterface((_, i) =>
            Aip.HasSda(i.Aip) && !Aip.HasOwnKey(i.Aip) ? ["82"] : [])),
        ("an AIP has SDA exactly when 93 can be read", ApplicationRules.EachInterface((a, i) =>
            Aip.HasSda(i.Aip) != Has(a, i, EmvTag.SignedStaticData) ? ["82"] : [])),
        ("DDA and CDA need the issuer's and the card's certificates", ApplicationRules.EachInterface((a, i) =>
            Aip.HasOwnKey(i.Aip)
                ? (a.IsSm ? s_smKeys : s_rsaKeys).Where(tag => !Has(a, i, tag)).Select(TagText.Of)
                : [])),
        ("DDA needs a DDOL with the unpredictable number", ApplicationRules.EachInterface((a, i) =>
            Aip.HasDda(i.Aip) && i == a.Contact && !ListRules.Lists(a, i, EmvTag.Ddol, EmvTag.UnpredictableNumber)
                ? ["9F49"] : [])),
        ("DDA that failed goes online or is declined: the bit stands in IAC default and online",
            ApplicationRules.EachInterface((a, i) => Aip.HasDda(i.Aip) ? Unasked(a, i, FailedDda) : [])),
        ("CDA that failed goes online or is declined: the bit stands in IAC default and online",
            ApplicationRules.EachInterface((a, i) => Aip.HasCda(i.Aip) ? Unasked(a, i, FailedCda) : [])),
        ("with offline authentication some record is signed, without it none", ApplicationRules.EachInterface((a, i) =>
            ApplicationObjects.Records(a, i).Any(r => r.At.Signed) == Aip.IsAuthenticatedOffline(i.Aip) ? [] : ["94"])),
        ("certificates and signatures are not in the records they sign", ApplicationRules.EachInterface((a, i) =>
            ApplicationObjects.Records(a, i).Where(r => r.At.Signed && r.Record.Objects.Any(IsSignature))
                .Select(r => $"record {r.At.Sfi}.{r.At.Number}"))),
        ("9F4A holds 82 and nothing else", ApplicationRules.EachInterface((a, i) =>
            ApplicationObjects.Find(a, i, EmvTag.StaticDataTags) is { } list && list.Value is not [SignedAip]
                ? ["9F4A"] : [])),
        ("a signed AIP is the same on both interfaces, since one card certificate covers it", SignedAipDiffers),
        ("the signed records are the same on both interfaces, since one card certificate covers them", SignedDiffer),
    ];

    private static bool Has(ApplicationProfile a, InterfaceProfile i, uint tag) =>
        ApplicationObjects.Find(a, i, tag) is not null;

    private static IEnumerable<string> Unasked(ApplicationProfile a, InterfaceProfile i, byte bit) => s_actionCodes
        .Where(tag => i == a.Contact)
        .Where(tag => ApplicationObjects.Fixed(a, i, tag) is not [var first, ..] || (first & bit) == 0)
        .Select(TagText.Of);

    private static bool IsSignature(ObjectProfile o) =>
        o.From is >= CardField.IssuerCertificate and <= CardField.IccRemainder;

    private static IEnumerable<string> SignedAipDiffers(ApplicationProfile a) =>
        a.Contactless is { } other && Has(a, a.Contact, EmvTag.StaticDataTags) && Has(a, other, EmvTag.IccCertificate)
        && !other.Aip.AsSpan().SequenceEqual(a.Contact.Aip)
            ? ["82"]
            : [];

    private static IEnumerable<string> SignedDiffer(ApplicationProfile a) =>
        a.Contactless is { } other && Has(a, other, EmvTag.IccCertificate)
        && !Signed(a, other).SequenceEqual(Signed(a, a.Contact))
            ? ["94"]
            : [];

    private static IEnumerable<(int Sfi, int Number)> Signed(ApplicationProfile a, InterfaceProfile i) =>
        ApplicationObjects.Records(a, i).Where(r => r.At.Signed).Select(r => (r.At.Sfi, r.At.Number));
}
