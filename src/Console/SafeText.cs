using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KioskSuite.ConsoleTool;

/// <summary>
/// Text of unknown origin for a terminal: one line, bounded, no control or direction characters, and digits that could
/// be a card or document number only by their last four.
/// </summary>
internal static partial class SafeText
{
    public static string Of(string text, int longest = 80)
    {
        var shown = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, longest * 4)))
        {
            shown.Append(IsPlain(c) ? c : '·');
        }

        var masked = LongNumber().Replace(shown.ToString(), m => "…" + m.Value[^4..]);
        return masked.Length <= longest ? masked : masked[..(longest - 1)] + "…";
    }

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    [GeneratedRegex(@"\d(?:[ -]?\d){11,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongNumber();
}
