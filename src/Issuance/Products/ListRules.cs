using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Products;

/// <summary>Data object lists and the cardholder verification list (EMV Book 3 §5.4, §10.5).</summary>
internal static class ListRules
{
    private const int CvmAmounts = 8;
    private const byte CvmMethod = 0x3F;
    private const byte OnlinePin = 0x02;

    /// <summary>What a cryptogram of version 01 covers, in this order.</summary>
    private static readonly uint[] s_cryptogram =
    [
        EmvTag.Amount, EmvTag.AmountOther, EmvTag.TerminalCountry, EmvTag.Tvr, EmvTag.Currency, EmvTag.Date,
        EmvTag.TransactionType, EmvTag.UnpredictableNumber,
    ];

    public static IReadOnlyList<(string Says, Func<ApplicationProfile, IEnumerable<string>> Broken)> All { get; } =
    [
        ("CDOL1 starts with what the cryptogram covers", a =>
            Tags(a, a.Contact, EmvTag.Cdol1).Take(s_cryptogram.Length).SequenceEqual(s_cryptogram) ? [] : ["8C"]),
        ("CDOL2 is the response code, then what the cryptogram covers", a =>
            Tags(a, a.Contact, EmvTag.Cdol2).Take(s_cryptogram.Length + 1)
                .SequenceEqual(s_cryptogram.Prepend(EmvTag.ResponseCode)) ? [] : ["8D"]),
        ("a PDOL is a well-formed list", ApplicationRules.EachInterface((a, i) =>
            ApplicationObjects.Find(a, i, EmvTag.Pdol) is not null && Tags(a, i, EmvTag.Pdol).Count == 0
                ? ["9F38"] : [])),
        ("the contactless PDOL asks for the terminal's qualifiers 9F66", a =>
            a.Contactless is { } i && !Lists(a, i, EmvTag.Pdol, EmvTag.TerminalQualifiers) ? ["9F38"] : []),
        ("the CVM list has two amounts and one to ten rules, online PIN among them", a => Cvm(a) ? [] : ["8E"]),
        ("action codes have 5 bytes", a => new[] { EmvTag.IacDefault, EmvTag.IacDenial, EmvTag.IacOnline }
            .Where(tag => ApplicationObjects.Find(a, a.Contact, tag) is { } code && code.Value is not { Length: 5 })
            .Select(TagText.Of)),
    ];

    public static bool Lists(ApplicationProfile a, InterfaceProfile i, uint list, uint tag) =>
        Tags(a, i, list).Contains(tag);

    private static List<uint> Tags(ApplicationProfile a, InterfaceProfile i, uint list) =>
        ApplicationObjects.Fixed(a, i, list) is { } value && DataObjectList.Parse(value) is { Ok: true } parsed
            ? [.. parsed.Value.Select(entry => entry.Tag)]
            : [];

    private static bool Cvm(ApplicationProfile a)
    {
        if (ApplicationObjects.Fixed(a, a.Contact, EmvTag.CvmList) is not { } list)
        {
            return false;
        }

        var rules = list.Skip(CvmAmounts).Chunk(2).ToList();
        return list.Length % 2 == 0 && rules.Count is >= 1 and <= 10
            && rules.Exists(r => (r[0] & CvmMethod) == OnlinePin);
    }
}
