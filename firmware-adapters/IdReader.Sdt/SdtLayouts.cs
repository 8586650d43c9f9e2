using KioskSuite.Devices;

namespace KioskSuite.IdReader.Sdt;

/// <summary>Fields of the text records.</summary>
internal enum SdtField
{
    Name,
    LatinName,
    Sex,
    Ethnicity,
    Nationality,
    Birth,
    Address,
    Number,
    Authority,
    ValidFrom,
    ValidTo,
    FormerNumber,
    IssueCount,
    CardVersion,
}

/// <summary>A field's place in the record.</summary>
/// <param name="Offset">In bytes from the start of the record, even.</param>
/// <param name="Characters">UTF-16 units.</param>
internal readonly record struct SdtSlot(SdtField Field, int Offset, int Characters);

/// <summary>The four layouts as data. A field with two slots runs on from the first to the second.</summary>
internal static class SdtLayouts
{
    internal const int TypeOffset = 248;

    private static readonly SdtSlot[] Resident =
    [
        new(SdtField.Name, 0, 15),
        new(SdtField.Sex, 30, 1),
        new(SdtField.Ethnicity, 32, 2),
        new(SdtField.Birth, 36, 8),
        new(SdtField.Address, 52, 35),
        new(SdtField.Number, 122, 18),
        new(SdtField.Authority, 158, 15),
        new(SdtField.ValidFrom, 188, 8),
        new(SdtField.ValidTo, 204, 8),
    ];

    private static readonly SdtSlot[] HongKongMacaoTaiwan =
    [
        .. Resident.Where(s => s.Field != SdtField.Ethnicity),
        new(SdtField.FormerNumber, 220, 9),
        new(SdtField.IssueCount, 238, 2),
    ];

    private static readonly SdtSlot[] Foreign2017 =
    [
        new(SdtField.LatinName, 0, 60),
        new(SdtField.Sex, 120, 1),
        new(SdtField.Number, 122, 15),
        new(SdtField.Nationality, 152, 3),
        new(SdtField.Name, 158, 15),
        new(SdtField.ValidFrom, 188, 8),
        new(SdtField.ValidTo, 204, 8),
        new(SdtField.Birth, 220, 8),
        new(SdtField.CardVersion, 236, 2),
        new(SdtField.Authority, 240, 4),
    ];

    private static readonly SdtSlot[] Foreign2023 =
    [
        new(SdtField.Name, 0, 15),
        new(SdtField.Sex, 30, 1),
        new(SdtField.IssueCount, 32, 2),
        new(SdtField.Birth, 36, 8),
        new(SdtField.LatinName, 52, 35),
        new(SdtField.Number, 122, 18),
        new(SdtField.ValidFrom, 188, 8),
        new(SdtField.ValidTo, 204, 8),
        new(SdtField.LatinName, 220, 11),
        new(SdtField.Nationality, 242, 3),
        new(SdtField.FormerNumber, 250, 3),
    ];

    internal static SdtSlot[] Of(DocumentKind kind) => kind switch
    {
        DocumentKind.ResidentCard => Resident,
        DocumentKind.HongKongMacaoTaiwanPermit => HongKongMacaoTaiwan,
        DocumentKind.ForeignPermanentResident2017 => Foreign2017,
        DocumentKind.ForeignPermanentResident2023 => Foreign2023,
        _ => throw new InvariantException("no layout of that kind"),
    };

    internal static char TypeOf(DocumentKind kind) => kind switch
    {
        DocumentKind.ResidentCard => ' ',
        DocumentKind.HongKongMacaoTaiwanPermit => 'J',
        DocumentKind.ForeignPermanentResident2017 => 'I',
        DocumentKind.ForeignPermanentResident2023 => 'Y',
        _ => throw new InvariantException("no type of that kind"),
    };

    /// <summary>Null for a type this family does not have.</summary>
    internal static DocumentKind? KindOf(char type) => type switch
    {
        ' ' => DocumentKind.ResidentCard,
        'J' => DocumentKind.HongKongMacaoTaiwanPermit,
        'I' => DocumentKind.ForeignPermanentResident2017,
        'Y' => DocumentKind.ForeignPermanentResident2023,
        _ => null,
    };
}
