using System.Text;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>The records of the debit application and of the two directories, as the card gives them back.</summary>
internal static class DebitRecords
{
    /// <summary>Directory entry 61: AID, label, priority 1.</summary>
    public static byte[] DirectoryEntry() => BerTlv.Build(
        EmvTag.DirectoryEntry,
        BerTlv.Build(EmvTag.Aid, DebitTemplates.Aid),
        BerTlv.Build(EmvTag.Label, DebitTemplates.Label),
        BerTlv.Build(EmvTag.Priority, [1]));

    /// <summary>Records by (SFI, number) in the order of the AFL.</summary>
    public static IReadOnlyList<(int Sfi, int Number, byte[] Record)> Of(DebitApplication application) =>
    [
        (1, 1, Identification(application)),
        (2, 1, Account(application.Card)),
        (2, 2, ObjectLists()),
        (3, 1, Rules()),
    ];

    /// <summary>Digits as packed nibbles, filled with F on the right to whole bytes.</summary>
    public static byte[] Packed(string digits) => Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + 'F');

    private static byte[] Identification(DebitApplication application)
    {
        var card = application.Card;
        var track2 = $"{card.Pan}D{card.Expiry}{card.ServiceCode}{DebitCard.Discretionary(application.Icvv)}";
        return BerTlv.Build(
            EmvTag.Record,
            BerTlv.Build(EmvTag.Track2, Packed(track2)),
            BerTlv.Build(EmvTag.Name, Encoding.ASCII.GetBytes(DebitCard.NamePlaceholder)));
    }

    private static byte[] Account(DebitCard card) => BerTlv.Build(
        EmvTag.Record,
        BerTlv.Build(EmvTag.Pan, Packed(card.Pan)),
        BerTlv.Build(EmvTag.PanSequence, Packed(card.Psn)),
        BerTlv.Build(EmvTag.ExpiryDate, Packed(card.ExpiryDate)),
        BerTlv.Build(EmvTag.EffectiveDate, Packed(card.Effective)),
        BerTlv.Build(EmvTag.ServiceCode, Packed('0' + card.ServiceCode)),
        BerTlv.Build(EmvTag.IssuerCountry, DebitTemplates.China),
        BerTlv.Build(EmvTag.UsageControl, DebitTemplates.UsageControl),
        BerTlv.Build(EmvTag.ApplicationVersion, DebitTemplates.Version));

    private static byte[] ObjectLists() => BerTlv.Build(
        EmvTag.Record,
        BerTlv.Build(EmvTag.Cdol1, DebitTemplates.Cdol1),
        BerTlv.Build(EmvTag.Cdol2, DebitTemplates.Cdol2));

    private static byte[] Rules() => BerTlv.Build(
        EmvTag.Record,
        BerTlv.Build(EmvTag.CvmList, DebitTemplates.CvmList),
        BerTlv.Build(EmvTag.IacDefault, DebitTemplates.IacDefault),
        BerTlv.Build(EmvTag.IacDenial, DebitTemplates.IacDenial),
        BerTlv.Build(EmvTag.IacOnline, DebitTemplates.IacOnline),
        BerTlv.Build(EmvTag.ApplicationCurrency, DebitTemplates.China));
}
