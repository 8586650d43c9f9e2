using System.Text;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Whose card, from when and until when: the same wherever the card says it. Pure.</summary>
internal static class AccountRules
{
    private const int LeastDigits = 12;
    private const int MostDigits = 19;
    private const char Separator = 'D';
    private const int MonthLength = 4;
    private const int ServiceLength = 3;

    private static readonly uint[] s_personal = [EmvTag.NameExtended, EmvTag.IdNumber, EmvTag.IdKind];

    public static void Check(CardObjects card, ExpectedApplication expected, DateOnly today, RemarkList remarks)
    {
        var pan = CheckPan(card, expected, remarks);
        CheckSequence(card, expected, remarks);
        CheckTrack(card, pan, remarks);
        CheckDates(card, today, remarks);
        var name = card[EmvTag.Name].Span;
        var named = !name.IsEmpty && !name.SequenceEqual(Encoding.ASCII.GetBytes(DebitCard.NamePlaceholder));
        remarks.AddWhen(named, PersonReadable, EmvTag.Name);
        foreach (var tag in s_personal.Where(card.Has))
        {
            remarks.Add(PersonReadable, tag);
        }
    }

    /// <summary>Digits of 5A, or of 57 where 5A is not read; empty when they are none.</summary>
    public static string Pan(CardObjects card)
    {
        var digits = card.Has(EmvTag.Pan)
            ? CertificateDigits.Unpack(card[EmvTag.Pan].Span) ?? ""
            : Convert.ToHexString(card[EmvTag.Track2].Span).Split(Separator)[0];
        return digits.Length is >= LeastDigits and <= MostDigits && Luhn.AllDigits(digits) ? digits : "";
    }

    private static string CheckPan(CardObjects card, ExpectedApplication expected, RemarkList remarks)
    {
        var pan = Pan(card);
        var tag = card.Has(EmvTag.Pan) ? EmvTag.Pan : EmvTag.Track2;
        remarks.AddWhen(pan.Length == 0, PanMalformed, tag);
        remarks.AddWhen(pan.Length > 0 && !Luhn.IsValid(pan), PanCheckDigit, tag);
        remarks.AddWhen(expected.Pan.Length > 0 && pan.Length > 0 && pan != expected.Pan, PanNotOrdered, tag);
        return pan;
    }

    private static void CheckSequence(CardObjects card, ExpectedApplication expected, RemarkList remarks)
    {
        var sequence = Convert.ToHexString(card[EmvTag.PanSequence].Span);
        remarks.AddWhen(expected.Psn.Length > 0 && sequence != expected.Psn, PanSequenceDiffers, EmvTag.PanSequence);
    }

    private static void CheckTrack(CardObjects card, string pan, RemarkList remarks)
    {
        if (!card.Has(EmvTag.Track2))
        {
            return;
        }

        var parts = Convert.ToHexString(card[EmvTag.Track2].Span).TrimEnd('F').Split(Separator);
        var sound = parts.Length == 2 && parts[1].Length >= MonthLength + ServiceLength && Luhn.AllDigits(parts[1]);
        if (!sound)
        {
            remarks.Add(Track2Malformed, EmvTag.Track2);
            return;
        }

        remarks.AddWhen(pan.Length > 0 && parts[0] != pan, PanDiffers, EmvTag.Track2);
        var expiry = Convert.ToHexString(card[EmvTag.ExpiryDate].Span);
        var month = parts[1][..MonthLength];
        remarks.AddWhen(
            card.Has(EmvTag.ExpiryDate) && !expiry.StartsWith(month, StringComparison.Ordinal),
            ExpiryDiffers,
            EmvTag.Track2);
        var service = parts[1].Substring(MonthLength, ServiceLength);
        var chip = Convert.ToHexString(card[EmvTag.ServiceCode].Span);
        remarks.AddWhen(card.Has(EmvTag.ServiceCode) && chip != $"0{service}", ServiceCodeDiffers, EmvTag.ServiceCode);
        remarks.AddWhen(service[0] is not ('2' or '6'), ServiceCodeNoChip, EmvTag.Track2);
    }

    /// <summary>A day of grace for the first: kiosk and host may stand on either side of midnight.</summary>
    private static void CheckDates(CardObjects card, DateOnly today, RemarkList remarks)
    {
        if (card.Has(EmvTag.ExpiryDate))
        {
            var expiry = CardDates.Parse(card[EmvTag.ExpiryDate].Span);
            remarks.AddWhen(expiry is null, ExpiryNoDate, EmvTag.ExpiryDate);
            remarks.AddWhen(expiry < today, Expired, EmvTag.ExpiryDate);
        }

        if (card.Has(EmvTag.EffectiveDate))
        {
            var effective = CardDates.Parse(card[EmvTag.EffectiveDate].Span);
            remarks.AddWhen(effective is null, EffectiveNoDate, EmvTag.EffectiveDate);
            remarks.AddWhen(effective > today.AddDays(1), NotYetEffective, EmvTag.EffectiveDate);
        }
    }
}
