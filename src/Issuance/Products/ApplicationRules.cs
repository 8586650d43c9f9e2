using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Products;

/// <summary>The rules of one application, on both interfaces.</summary>
internal static class ApplicationRules
{
    private static readonly uint[] s_mandatory =
        [EmvTag.Pan, EmvTag.ExpiryDate, EmvTag.Cdol1, EmvTag.Cdol2, EmvTag.Track2, EmvTag.CvmList];

    /// <summary>
    /// Names, and identity numbers with their kind: a card in a stranger's hand tells nobody who owns it.
    /// </summary>
    private static readonly uint[] s_personal = [EmvTag.Name, EmvTag.NameExtended, EmvTag.IdNumber, EmvTag.IdKind];

    private static readonly uint[] s_electronicCash =
    [
        EmvTag.EcashBalance, EmvTag.EcashBalanceLimit, EmvTag.EcashSingleLimit, EmvTag.EcashResetThreshold,
        EmvTag.EcashIssuerCode,
    ];

    private static readonly Dictionary<uint, CardField> s_sources = new()
    {
        [EmvTag.Pan] = CardField.Pan,
        [EmvTag.PanSequence] = CardField.PanSequence,
        [EmvTag.Track2] = CardField.Track2,
        [EmvTag.ExpiryDate] = CardField.ExpiryDate,
        [EmvTag.EffectiveDate] = CardField.EffectiveDate,
        [EmvTag.ServiceCode] = CardField.ServiceCode,
    };

    public static IReadOnlyList<(string Says, Func<ApplicationProfile, IEnumerable<string>> Broken)> All { get; } =
    [
        ("the AFL is well-formed and each record it names is there", Afl),
        ("each record is named by an AFL and there once", Unreached),
        ("an interface shows no object twice", EachInterface((a, i) => ProfileRules.Doubled(
            ApplicationObjects.Records(a, i).SelectMany(r => r.Record.Objects).Select(o => TagText.Of(o.Tag))))),
        ("by contact these can be read: 5A, 5F24, 8C, 8D, 57, 8E", a => s_mandatory
            .Where(tag => ApplicationObjects.Find(a, a.Contact, tag) is null).Select(TagText.Of)),
        ("what belongs to one card comes from that card, never from the profile", a => ApplicationObjects.Readable(a)
            .Where(o => s_sources.TryGetValue(o.Tag, out var field) && o.From != field).Select(o => TagText.Of(o.Tag))),
        ("no name and no identity number can be read", a => ApplicationObjects.Readable(a)
            .Where(o => s_personal.Contains(o.Tag) && o.From != CardField.NamePlaceholder)
            .Select(o => TagText.Of(o.Tag))),
        ("no electronic cash", a => ApplicationObjects.Readable(a)
            .Where(o => s_electronicCash.Contains(o.Tag)).Select(o => TagText.Of(o.Tag))),
        ("the expiry date is not in the last record of the contactless interface", LastContactlessRecord),
        ("card keys and their check values are both written, the keys encrypted", KeyGroups),
        ("secret values are encrypted", a => a.Groups
            .Where(g => g.From is CardField.CardKeys or (>= CardField.IccInverse and <= CardField.IccScalar)
                && !g.Encrypted)
            .Select(g => $"{g.Dgi:X4}")),
        ("issuer application data are a grouping of the card's key version, never a constant and never read",
            IssuerData),
        ("no grouping is written twice", a => ProfileRules.Doubled(Groupings(a).Select(g => $"{g:X4}"))),
        .. AuthenticationRules.All,
        .. ListRules.All,
    ];

    internal static Func<ApplicationProfile, IEnumerable<string>> EachInterface(
        Func<ApplicationProfile, InterfaceProfile, IEnumerable<string>> broken) =>
        a => ProfileRules.Interfaces(a).SelectMany(i => broken(a, i).Select(where =>
            $"{(i == a.Contact ? "contact" : "contactless")} {where}"));

    private static IEnumerable<string> Afl(ApplicationProfile a)
    {
        foreach (var i in ProfileRules.Interfaces(a))
        {
            var listed = FileLocator.Parse(i.Afl);
            if (!listed.Ok)
            {
                yield return "94";
                continue;
            }

            foreach (var at in listed.Value)
            {
                if (!a.Records.Any(r => (r.Sfi, r.Record) == (at.Sfi, at.Number)))
                {
                    yield return $"record {at.Sfi}.{at.Number}";
                }
            }
        }
    }

    private static IEnumerable<string> Unreached(ApplicationProfile a)
    {
        var reached = ProfileRules.Interfaces(a).SelectMany(i => ApplicationObjects.Records(a, i))
            .Select(r => (r.At.Sfi, r.At.Number)).ToHashSet();
        return a.Records.Where(r => !reached.Contains((r.Sfi, r.Record))).Select(r => $"record {r.Sfi}.{r.Record}")
            .Concat(ProfileRules.Doubled(a.Records.Select(r => $"record {r.Sfi}.{r.Record}")));
    }

    private static IEnumerable<string> LastContactlessRecord(ApplicationProfile a) =>
        a.Contactless is { } i && ApplicationObjects.Records(a, i).LastOrDefault().Record is { } last
        && last.Objects.Any(o => o.Tag == EmvTag.ExpiryDate)
            ? [$"record {last.Sfi}.{last.Record}"]
            : [];

    private static IEnumerable<string> KeyGroups(ApplicationProfile a)
    {
        CardField[] written = [.. a.Groups.Select(g => g.From).OfType<CardField>()];
        return new[] { CardField.CardKeys, CardField.CardKeyCheckValues }.Except(written).Select(f => $"{f}");
    }

    private static IEnumerable<string> IssuerData(ApplicationProfile a) => a.Groups
        .Where(g => g.From != CardField.IssuerApplicationData && (g.Dgi == DgiTag.IssuerApplicationData
            || (g.Value is { } value && BerTlv.Parse(value) is { Ok: true } parsed
                && parsed.Value.FindPath(EmvTag.IssuerApplicationData) is not null)))
        .Select(g => $"{g.Dgi:X4}")
        .Concat(ApplicationObjects.Readable(a)
            .Where(o => o.Tag == EmvTag.IssuerApplicationData || o.From == CardField.IssuerApplicationData)
            .Select(o => TagText.Of(o.Tag)));

    private static IEnumerable<ushort> Groupings(ApplicationProfile a) => a.Groups.Select(g => g.Dgi)
        .Concat(ProfileRules.Interfaces(a).SelectMany(i => new[] { i.SelectGroup, i.OptionsGroup }))
        .Concat(a.Records.Select(r => DgiTag.Record(r.Sfi, r.Record)));
}
