using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Products;

/// <summary>From a profile and one card's values to groupings (EMV CPS 1.1 §2.2, PBOC guide).</summary>
public static class CardPreparation
{
    /// <summary>
    /// Directories first, then each application: its records, its groups, the answers to GET PROCESSING OPTIONS, and
    /// last the SELECT answers. A missing value is a programmer error: the profile says which are needed.
    /// </summary>
    /// <param name="profile">The product.</param>
    /// <param name="values">The card's, without those that a certifier gives.</param>
    /// <param name="certifier">Needed for a product whose cards have keys of their own.</param>
    public static PreparedCard Prepare(
        ProductProfile profile, CardValues values, ICardCertifier? certifier = null) => new(
    [
        .. profile.Directories.Select(d => Directory(d, profile.Applications)),
        .. profile.Applications.Select(a => Application(a, values, certifier)),
    ]);

    /// <summary>A record's bytes: template 70.</summary>
    public static byte[] Record(RecordProfile record, CardValues values) =>
        BerTlv.Build(EmvTag.Record, Objects(record.Objects, values));

    /// <summary>Entry 61 of a directory: AID, label, priority.</summary>
    private static byte[] Entry(ApplicationProfile a) => BerTlv.Build(
        EmvTag.DirectoryEntry,
        BerTlv.Build(EmvTag.Aid, a.Aid),
        BerTlv.Build(EmvTag.Label, Encoding.ASCII.GetBytes(a.Label)),
        BerTlv.Build(EmvTag.Priority, [(byte)a.Priority]));

    private static PreparedApplet Directory(DirectoryProfile directory, IReadOnlyList<ApplicationProfile> applications)
    {
        var entries = applications
            .Where(a => directory.Sfi > 0 || a.Contactless is not null || applications.All(x => x.Contactless is null))
            .Select(Entry).ToArray();
        using var none = new CardValues();
        var head = Objects(directory.Fci, none);
        var template = directory.Sfi > 0
            ? BerTlv.Build(EmvTag.FciProprietary, head)
            : BerTlv.Build(EmvTag.FciProprietary, head, BerTlv.Build(EmvTag.FciIssuerDiscretionary, entries));
        List<PreparedGroup> groups = [.. directory.SelectGroups.Select(g => new PreparedGroup(g, template))];
        if (directory.Sfi > 0)
        {
            groups.InsertRange(0, entries.Select((entry, i) => new PreparedGroup(
                DgiTag.Record(directory.Sfi, i + 1), BerTlv.Build(EmvTag.Record, entry))));
        }

        return new PreparedApplet(Encoding.ASCII.GetBytes(directory.Name), groups);
    }

    private static PreparedApplet Application(ApplicationProfile a, CardValues card, ICardCertifier? certifier)
    {
        using var values = card.Copy();
        if (ProfileRules.Interfaces(a).Any(i => Aip.HasOwnKey(i.Aip)))
        {
            var vouching = certifier ?? throw new InvariantException("the product's cards have keys of their own");
            vouching.Certify(a, values);
        }

        List<PreparedGroup> groups =
        [
            .. a.Records.Select(r => new PreparedGroup(DgiTag.Record(r.Sfi, r.Record), Record(r, values))),
            .. a.Groups.Select(g => new PreparedGroup(g.Dgi, Value(g, values), g.Encrypted, g.Padding)),
            Options(a.Contact, values),
        ];
        if (a.Contactless is { } contactless)
        {
            groups.Add(Options(contactless, values));
            groups.Add(Select(a, contactless, values));
        }

        groups.Add(Select(a, a.Contact, values));
        return new PreparedApplet(a.Aid, groups, Expected(a, values));
    }

    private static ExpectedApplication Expected(ApplicationProfile a, CardValues values) =>
        new(a.Aid, a.Contact.Aip, a.Contact.Afl, Digests(a, a.Contact, values))
        {
            Pan = values.Pan,
            Psn = Convert.ToHexString(values[CardField.PanSequence]),
            Contactless = a.Contactless is { } i ? new(i.Aip, i.Afl, Digests(a, i, values)) : null,
        };

    private static RecordDigest[] Digests(ApplicationProfile a, InterfaceProfile i, CardValues values) =>
    [
        .. from listed in FileLocator.Parse(i.Afl).Value
           let record = a.Records.Single(r => (r.Sfi, r.Record) == (listed.Sfi, listed.Number))
           select new RecordDigest(DgiTag.Record(listed.Sfi, listed.Number), SHA256.HashData(Record(record, values))),
    ];

    private static PreparedGroup Options(InterfaceProfile i, CardValues values) => new(
        i.OptionsGroup,
        [.. BerTlv.Build(EmvTag.Aip, i.Aip), .. BerTlv.Build(EmvTag.Afl, i.Afl), .. Objects(i.Options, values)]);

    private static PreparedGroup Select(ApplicationProfile a, InterfaceProfile i, CardValues values) => new(
        i.SelectGroup,
        BerTlv.Build(
            EmvTag.FciProprietary,
            BerTlv.Build(EmvTag.Label, Encoding.ASCII.GetBytes(a.Label)),
            BerTlv.Build(EmvTag.Priority, [(byte)a.Priority]),
            Objects(i.Fci, values)));

    private static byte[] Value(GroupProfile g, CardValues values) => g.Value ?? (byte[])values[g.From!.Value].Clone();

    private static byte[] Objects(IEnumerable<ObjectProfile> objects, CardValues values) =>
        [.. objects.SelectMany(o => BerTlv.Build(o.Tag, ValueOf(o, values)))];

    private static byte[] ValueOf(ObjectProfile o, CardValues values) => o switch
    {
        { Value: { } value } => value,
        { Text: { } text } => Encoding.ASCII.GetBytes(text),
        { From: { } field } => values[field],
        _ => Objects(o.Objects!, values),
    };
}
