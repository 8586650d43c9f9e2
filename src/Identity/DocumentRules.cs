using System.Globalization;
using KioskSuite.Devices;

namespace KioskSuite.Identity;

/// <summary>What is wrong with a document as read. Closed; each is marked for the teller (N10).</summary>
public enum DocumentFinding
{
    None = 0,

    /// <summary>The number has not the shape of its document kind.</summary>
    NumberMalformed = 1,

    /// <summary>The number's check digit is wrong.</summary>
    NumberCheckDigitWrong = 2,

    /// <summary>
    /// The first six digits do not belong to the kind (810000, 820000, 830000 are the permit's alone).
    /// </summary>
    DivisionWrong = 3,

    /// <summary>Birth is no date.</summary>
    BirthMalformed = 4,

    /// <summary>Birth is after today.</summary>
    BirthInFuture = 5,

    /// <summary>Birth differs from the number's.</summary>
    BirthDiffers = 6,

    /// <summary>Sex differs from the number's (odd is male).</summary>
    SexDiffers = 7,

    /// <summary>Validity has no dates, or ends before it begins.</summary>
    ValidityMalformed = 8,

    NotYetValid = 9,
    Expired = 10,

    /// <summary>No name, or one with control, format or unpaired characters.</summary>
    NameMalformed = 11,

    /// <summary>Nationality differs from the number's.</summary>
    NationalityDiffers = 12,
}

/// <summary>Checks a document against itself and today (GB 11643, GA/T 490 and the permits' layouts). Pure.</summary>
/// <remarks>
/// Divisions are those of the first registration: historic ones are legal, so no table of today's is asked.
/// </remarks>
public static class DocumentRules
{
    private const string WithoutEnd = "长期";

    /// <summary>All findings, each once, in the order of the enum; empty when the document may be used.</summary>
    public static IReadOnlyList<DocumentFinding> Check(IdDocument document, DateOnly today) =>
        [.. Number(document).Concat(Birth(document, today)).Concat(Validity(document, today)).Concat(Name(document))
            .Distinct().Order()];

    /// <summary>True when the division of a number is one of Hong Kong, Macao or Taiwan residents.</summary>
    public static bool IsPermitDivision(string number) =>
        number.Length >= 6 && number[..6] is "810000" or "820000" or "830000";

    private static IEnumerable<DocumentFinding> Number(IdDocument document)
    {
        var number = document.Number;
        var old = document.Kind == DocumentKind.ForeignPermanentResident2017;
        if (old ? !IsForeignShape(number) : !IsCitizenShape(number))
        {
            yield return DocumentFinding.NumberMalformed;
            yield break;
        }

        if (old ? !CheckDigits.IsForeign2017(number) : !CheckDigits.IsMod112(number))
        {
            yield return DocumentFinding.NumberCheckDigitWrong;
        }

        var rightDivision = document.Kind switch
        {
            DocumentKind.HongKongMacaoTaiwanPermit => IsPermitDivision(number),
            DocumentKind.ForeignPermanentResident2023 => number[0] == '9',
            DocumentKind.ResidentCard => number[0] is >= '1' and <= '8' && !IsPermitDivision(number),
            _ => true,
        };
        if (!rightDivision)
        {
            yield return DocumentFinding.DivisionWrong;
        }

        if (old && !number.StartsWith(document.Nationality, StringComparison.Ordinal))
        {
            yield return DocumentFinding.NationalityDiffers;
        }

        var written = old ? number[7..13] : number[6..14];
        if (!document.Birth.EndsWith(written, StringComparison.Ordinal))
        {
            yield return DocumentFinding.BirthDiffers;
        }

        var isMale = !old && (number[16] - '0') % 2 == 1;
        if (!old && document.Sex is "1" or "2" && isMale != (document.Sex == "1"))
        {
            yield return DocumentFinding.SexDiffers;
        }
    }

    private static IEnumerable<DocumentFinding> Birth(IdDocument document, DateOnly today)
    {
        if (Date(document.Birth) is not { } birth)
        {
            yield return DocumentFinding.BirthMalformed;
        }
        else if (birth > today)
        {
            yield return DocumentFinding.BirthInFuture;
        }
    }

    private static IEnumerable<DocumentFinding> Validity(IdDocument document, DateOnly today)
    {
        var from = Date(document.ValidFrom);
        var to = document.ValidTo == WithoutEnd ? DateOnly.MaxValue : Date(document.ValidTo);
        if (from is null || to is null || from > to)
        {
            yield return DocumentFinding.ValidityMalformed;
            yield break;
        }

        if (today < from)
        {
            yield return DocumentFinding.NotYetValid;
        }

        if (today > to)
        {
            yield return DocumentFinding.Expired;
        }
    }

    private static IEnumerable<DocumentFinding> Name(IdDocument document)
    {
        if (string.IsNullOrWhiteSpace(document.Name) || !IsPrintable(document.Name) || !IsPrintable(document.LatinName))
        {
            yield return DocumentFinding.NameMalformed;
        }
    }

    private static bool IsPrintable(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) ? 2 : 1)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCitizenShape(string number) => number.Length == 18
        && number.AsSpan(0, 17).ContainsOnlyDigits() && (char.IsAsciiDigit(number[17]) || number[17] == 'X');

    private static bool IsForeignShape(string number) => number.Length == 15
        && number[..3].All(char.IsAsciiLetterUpper) && number.AsSpan(3).ContainsOnlyDigits();

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
