using System.Text;

namespace KioskSuite.Issuance.Products;

/// <summary>One line of the list: where an object is, what it is, and its value or where that comes from.</summary>
/// <param name="Application">AID or directory name.</param>
/// <param name="Place">Record, answer or grouping.</param>
/// <param name="Tag">As standards print it.</param>
/// <param name="Name">Standard name.</param>
/// <param name="Value">Hex, or the card's field in angle brackets.</param>
public sealed record TagLine(string Application, string Place, string Tag, string Name, string Value);

/// <summary>What a laboratory asks for: every object of a profile, in the order a terminal meets it.</summary>
public static class TagList
{
    public static IReadOnlyList<TagLine> Of(ProductProfile profile) =>
    [
        .. profile.Directories.SelectMany(d => Lines(d.Name, "SELECT answer", d.Fci)),
        .. profile.Applications.SelectMany(Of),
    ];

    private static IEnumerable<TagLine> Of(ApplicationProfile a)
    {
        var aid = Convert.ToHexString(a.Aid);
        foreach (var (way, i) in Interfaces(a))
        {
            yield return Line(aid, $"{way} SELECT answer", Tlv.EmvTag.Label, Hex(a.Label));
            yield return Line(aid, $"{way} SELECT answer", Tlv.EmvTag.Priority, $"{a.Priority:X2}");
            foreach (var line in Lines(aid, $"{way} SELECT answer", i.Fci))
            {
                yield return line;
            }

            yield return Line(aid, $"{way} GPO answer", Tlv.EmvTag.Aip, Convert.ToHexString(i.Aip));
            yield return Line(aid, $"{way} GPO answer", Tlv.EmvTag.Afl, Convert.ToHexString(i.Afl));
            foreach (var line in Lines(aid, $"{way} GPO answer", i.Options))
            {
                yield return line;
            }
        }

        foreach (var line in a.Records.SelectMany(r => Lines(aid, $"record {r.Sfi}.{r.Record}", r.Objects)))
        {
            yield return line;
        }

        foreach (var g in a.Groups)
        {
            var how = g.Encrypted ? ", encrypted" : "";
            yield return new TagLine(aid, $"DGI{how}", $"{g.Dgi:X4}", "", Source(g.Value, null, g.From));
        }
    }

    private static IEnumerable<(string Way, InterfaceProfile Interface)> Interfaces(ApplicationProfile a) =>
        a.Contactless is { } contactless
            ? [("contact", a.Contact), ("contactless", contactless)]
            : [("contact", a.Contact)];

    private static IEnumerable<TagLine> Lines(string application, string place, IEnumerable<ObjectProfile> objects) =>
        objects.SelectMany(o => o.Objects is { } inner
            ? Lines(application, $"{place}, {TagText.Of(o.Tag)}", inner)
            : [Line(application, place, o.Tag, Source(o.Value, o.Text, o.From))]);

    private static TagLine Line(string application, string place, uint tag, string value) =>
        new(application, place, TagText.Of(tag), TagNames.Of(tag), value);

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    private static string Source(byte[]? value, string? text, CardField? from) =>
        value is not null ? Convert.ToHexString(value)
        : text is not null ? Hex(text)
        : $"<{from}>";
}
