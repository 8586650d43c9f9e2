using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Products;

/// <summary>Looks into an application's records and answers.</summary>
internal static class ApplicationObjects
{
    /// <summary>Every object that some terminal can read, constructed ones with what is in them.</summary>
    public static IEnumerable<ObjectProfile> Readable(ApplicationProfile a) =>
        a.Records.SelectMany(r => r.Objects)
            .Concat(ProfileRules.Interfaces(a).SelectMany(i => i.Fci.Concat(i.Options)))
            .SelectMany(Flat);

    /// <summary>What one interface shows: its records by AFL, its FCI and its options.</summary>
    public static IEnumerable<ObjectProfile> Readable(ApplicationProfile a, InterfaceProfile i) =>
        Records(a, i).SelectMany(r => r.Record.Objects).Concat(i.Fci).Concat(i.Options).SelectMany(Flat);

    public static ObjectProfile? Find(ApplicationProfile a, InterfaceProfile i, uint tag) =>
        Readable(a, i).FirstOrDefault(o => o.Tag == tag);

    /// <summary>The records of an interface in reading order; those that the AFL names in vain are left out.</summary>
    public static IEnumerable<(LocatedRecord At, RecordProfile Record)> Records(
        ApplicationProfile a, InterfaceProfile i)
    {
        var listed = FileLocator.Parse(i.Afl);
        return from at in listed.Ok ? listed.Value : []
               from record in a.Records
               where (record.Sfi, record.Record) == (at.Sfi, at.Number)
               select (at, record);
    }

    /// <summary>The fixed value of an object, or null.</summary>
    public static byte[]? Fixed(ApplicationProfile a, InterfaceProfile i, uint tag) => Find(a, i, tag)?.Value;

    private static IEnumerable<ObjectProfile> Flat(ObjectProfile o) =>
        o.Objects is { } inner ? inner.SelectMany(Flat).Prepend(o) : [o];
}
