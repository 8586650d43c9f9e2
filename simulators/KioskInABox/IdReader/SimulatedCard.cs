using KioskSuite.Devices;
using KioskSuite.IdReader.Sdt;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.IdReader;

/// <summary>What the chip of a seeded document holds.</summary>
/// <remarks>
/// Kinds: <c>resident</c>, <c>hmt</c>, <c>foreign2017</c>, <c>foreign2023</c>. On the foreign ones the name may go on
/// with <c>/</c> and the Latin name, and the ethnicity, where it has three letters, is the nationality.
/// </remarks>
internal static class SimulatedCard
{
    /// <summary>A person of unspecified nationality (ICAO Doc 9303-3 §5, part D).</summary>
    private static readonly string s_unspecifiedNationality = new('X', 3);

    /// <summary>Data of the answer to a read command.</summary>
    /// <param name="withPrints">The command was the one with fingerprints; this card has none.</param>
    internal static byte[] Read(SeededDocument document, bool withPrints) => new SdtReadAnswer(
        TextOf(document).Build(),
        new TaggedPhoto(Portraits.Of(document.Face)).Build(),
        withPrints ? ReadOnlyMemory<byte>.Empty : default(ReadOnlyMemory<byte>?)).Build();

    internal static SdtTextRecord TextOf(SeededDocument document)
    {
        var kind = KindOf(document.Kind);
        var foreign = kind is DocumentKind.ForeignPermanentResident2017 or DocumentKind.ForeignPermanentResident2023;
        var names = document.Name.Split('/', 2);
        return new(
            kind,
            names[0],
            foreign ? names[^1] : string.Empty,
            document.Sex,
            kind == DocumentKind.ResidentCard ? document.Ethnicity : string.Empty,
            foreign ? NationalityOf(document) : string.Empty,
            document.Birth,
            foreign ? string.Empty : document.Address,
            document.Number,
            kind == DocumentKind.ForeignPermanentResident2023 ? string.Empty : document.Authority,
            document.ValidFrom,
            document.ValidTo,
            FormerNumber: string.Empty,
            IssueCount: kind is DocumentKind.ResidentCard or DocumentKind.ForeignPermanentResident2017 ? "" : "01",
            CardVersion: kind == DocumentKind.ForeignPermanentResident2017 ? "01" : string.Empty);
    }

    private static DocumentKind KindOf(string kind) => kind switch
    {
        "resident" => DocumentKind.ResidentCard,
        "hmt" => DocumentKind.HongKongMacaoTaiwanPermit,
        "foreign2017" => DocumentKind.ForeignPermanentResident2017,
        "foreign2023" => DocumentKind.ForeignPermanentResident2023,
        _ => throw new InvariantException("the seed file names a document kind that does not exist"),
    };

    private static string NationalityOf(SeededDocument document)
    {
        var first = document.Number[..Math.Min(3, document.Number.Length)];
        return IsAlpha3(document.Ethnicity) ? document.Ethnicity : IsAlpha3(first) ? first : s_unspecifiedNationality;
    }

    private static bool IsAlpha3(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}
