using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.Products;

/// <summary>
/// What a terminal, a laboratory or the issuer's host would dislike in a profile, before a card is made of it. Each row
/// is one rule; what it returns says where it is broken.
/// </summary>
public static class ProfileRules
{
    private static readonly (string Says, Func<ProductProfile, IEnumerable<string>> Broken)[] s_ofProduct =
    [
        ("all applications are of one scheme: the first 5 bytes of their AIDs are the same",
            p => p.Applications.Select(a => Convert.ToHexString(a.Aid, 0, 5)).Distinct().Skip(1)),
        ("an AID is there once, and none is the start of another",
            p => from a in p.Applications
                 from b in p.Applications
                 where a != b && a.Aid.AsSpan().StartsWith(b.Aid)
                 select Convert.ToHexString(b.Aid)),
        ("priorities differ", p => Doubled(p.Applications.Select(a => a.Priority))),
        ("a chip card's service code starts with 2 or 6",
            p => p.ServiceCode[0] is '2' or '6' ? [] : [p.ServiceCode]),
        ("key versions that are in force on the same day have different key indexes",
            p => Doubled(p.Keys.Select(k => k.DerivationKeyIndex))),
        ("one key version begins on a day, so that a day has one",
            p => Doubled(p.Keys.Select(k => k.From))),
        ("cryptograms are of version 01",
            p => p.Keys.Where(k => k.CryptogramVersion != 1).Select(k => $"{k.CryptogramVersion:X2}")),
        ("option B is 3DES's: for SM4 nothing says what it would be",
            p => p.Keys.Where(k => p.Suite == ProfileSuite.Sm && k.Option != DerivationOption.A)
                .Select(k => $"{k.DerivationKeyIndex:X2}")),
        ("a card of one of several key versions is told which: issuer application data are written",
            p => p.Applications
                .Where(a => p.Keys.Count > 1 && a.Groups.All(g => g.From != CardField.IssuerApplicationData))
                .Select(a => Convert.ToHexString(a.Aid))),
        ("there is one directory for each interface of an application",
            p => Missing(p)),
        ("the card has a key of its own exactly when an AIP says DDA or CDA",
            p => p.IccKeyBits > 0 == p.HasOwnKey || p.Suite == ProfileSuite.Sm ? [] : [$"iccKeyBits {p.IccKeyBits}"]),
        ("an SM2 key of the card's has a scalar, an RSA key has none",
            p => p.Applications.Where(a => a.HasOwnKey && a.IsSm != (p.Suite == ProfileSuite.Sm))
                .Select(a => Convert.ToHexString(a.Aid))),
        ("SM2 signs no cryptogram: an SM product has no CDA",
            p => p.Suite == ProfileSuite.Sm
                ? p.Applications.Where(a => Interfaces(a).Any(i => Aip.HasCda(i.Aip)))
                    .Select(a => Convert.ToHexString(a.Aid))
                : []),
    ];

    /// <summary>Complaints; none for a profile that may be used.</summary>
    public static IReadOnlyList<string> Check(ProductProfile profile) =>
    [
        .. from rule in s_ofProduct
           from at in rule.Broken(profile)
           select $"{at}: {rule.Says}",
        .. from application in profile.Applications
           from rule in ApplicationRules.All
           from at in rule.Broken(application)
           select $"{Convert.ToHexString(application.Aid)} {at}: {rule.Says}",
    ];

    internal static IEnumerable<InterfaceProfile> Interfaces(ApplicationProfile a) =>
        a.Contactless is { } contactless ? [a.Contact, contactless] : [a.Contact];

    internal static IEnumerable<string> Doubled<T>(IEnumerable<T> values) =>
        values.GroupBy(v => v).Where(g => g.Skip(1).Any()).Select(g => $"{g.Key}");

    private static IEnumerable<string> Missing(ProductProfile p)
    {
        if (p.Directories.Count(d => d.Sfi > 0) != 1)
        {
            yield return "contact";
        }

        if (p.Applications.Any(a => a.Contactless is not null) && p.Directories.Count(d => d.Sfi == 0) != 1)
        {
            yield return "contactless";
        }
    }
}

/// <summary>Bits of tag 82, first byte (EMV Book 3 annex C1).</summary>
internal static class Aip
{
    private const byte Sda = 1 << 6;
    private const byte Dda = 1 << 5;
    private const byte Cda = 1;

    public static bool HasSda(byte[] aip) => (aip[0] & Sda) != 0;

    public static bool HasDda(byte[] aip) => (aip[0] & Dda) != 0;

    public static bool HasCda(byte[] aip) => (aip[0] & Cda) != 0;

    public static bool HasOwnKey(byte[] aip) => HasDda(aip) || HasCda(aip);

    public static bool IsAuthenticatedOffline(byte[] aip) => HasSda(aip) || HasOwnKey(aip);
}
