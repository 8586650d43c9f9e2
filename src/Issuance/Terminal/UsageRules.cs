using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>
/// What the issuer lets the card do, against a plain purchase at home (EMV Book 3 §10.4 to §10.7). Pure.
/// </summary>
internal static class UsageRules
{
    private const int CvmAmounts = 8;
    private const int CvmMethodBits = 6;
    private const int OnlinePin = 2;
    private const int ActionCodeLength = 5;
    private const byte FailedDda = 1 << 3;
    private const byte FailedCda = 1 << 2;
    private const byte CashAtHome = 1 << 7;
    private const byte GoodsAtHome = 1 << 5;
    private const byte AtMachines = 1 << 1;
    private const byte AtTerminals = 1;

    private static readonly uint[] s_mandatory =
        [EmvTag.Pan, EmvTag.ExpiryDate, EmvTag.Cdol1, EmvTag.Cdol2, EmvTag.Track2, EmvTag.CvmList];

    private static readonly string[] s_versions = ["0020", "0030"];

    public static void Check(CardObjects card, TerminalData terminal, byte[] tvr, RemarkList remarks)
    {
        foreach (var tag in s_mandatory.Where(tag => !card.Has(tag)))
        {
            remarks.Add(ObjectMissing, tag);
        }

        CheckVerification(card, remarks);
        CheckActionCodes(card, tvr, remarks);
        CheckUsage(card, terminal, remarks);
        var covered = TerminalData.Covered;
        remarks.AddWhen(!StartsWith(card[EmvTag.Cdol1], covered), CdolIncomplete, EmvTag.Cdol1);
        remarks.AddWhen(
            !StartsWith(card[EmvTag.Cdol2], [new(EmvTag.ResponseCode, 2), .. covered]), CdolIncomplete, EmvTag.Cdol2);
    }

    private static bool StartsWith(ReadOnlyMemory<byte> list, IReadOnlyList<DolEntry> entries) =>
        DataObjectList.Parse(list) is { Ok: true } parsed && parsed.Value.Take(entries.Count).SequenceEqual(entries);

    private static void CheckVerification(CardObjects card, RemarkList remarks)
    {
        var list = card[EmvTag.CvmList].Span;
        if (list.Length < CvmAmounts + 2 || list.Length % 2 != 0)
        {
            remarks.AddWhen(card.Has(EmvTag.CvmList), CvmListMalformed, EmvTag.CvmList);
            return;
        }

        var online = false;
        for (var rule = list[CvmAmounts..]; !rule.IsEmpty; rule = rule[2..])
        {
            online |= rule[0] % (1 << CvmMethodBits) == OnlinePin;
        }

        remarks.AddWhen(!online, CvmListLacksOnlinePin, EmvTag.CvmList);
    }

    private static void CheckActionCodes(CardObjects card, byte[] tvr, RemarkList remarks)
    {
        var failed = (Aip.HasDda(card.Aip) ? FailedDda : 0) | (Aip.HasCda(card.Aip) ? FailedCda : 0);
        foreach (var tag in new[] { EmvTag.IacDefault, EmvTag.IacDenial, EmvTag.IacOnline })
        {
            var code = card[tag].Span;
            if (code.Length != ActionCodeLength)
            {
                remarks.Add(ActionCodeMalformed, tag);
            }
            else if (tag == EmvTag.IacDenial)
            {
                var denial = code.ToArray();
                remarks.AddWhen(denial.Zip(tvr).Any(pair => (pair.First & pair.Second) != 0), ActionCodeDeclines, tag);
            }
            else
            {
                remarks.AddWhen((code[0] & failed) != failed, ActionCodeIgnoresFailure, tag);
            }
        }
    }

    private static void CheckUsage(CardObjects card, TerminalData terminal, RemarkList remarks)
    {
        if (card[EmvTag.UsageControl] is { Length: 2 } usage)
        {
            const byte Purchase = GoodsAtHome | AtTerminals;
            const byte Cash = CashAtHome | AtMachines;
            remarks.AddWhen((usage.Span[0] & Purchase) != Purchase, UsageForbidsPurchase, EmvTag.UsageControl);
            remarks.AddWhen((usage.Span[0] & Cash) != Cash, UsageForbidsCash, EmvTag.UsageControl);
        }

        Differs(EmvTag.ApplicationCurrency, EmvTag.Currency, CurrencyDiffers);
        Differs(EmvTag.IssuerCountry, EmvTag.TerminalCountry, CountryDiffers);
        var version = Convert.ToHexString(card[EmvTag.ApplicationVersion].Span);
        remarks.AddWhen(!s_versions.Contains(version), VersionUnknown, EmvTag.ApplicationVersion);

        void Differs(uint tag, uint ours, TerminalRemarkCode code) => remarks.AddWhen(
            card.Has(tag) && !card[tag].Span.SequenceEqual(terminal.Value(ours)), code, tag);
    }
}
