using System.Buffers;
using System.Globalization;
using System.Text;

namespace KioskSuite.Identity;

/// <summary>
/// Masked forms for screens, journal and logs. Each keeps the length, may be applied again without effect and takes any
/// text, well-formed or not.
/// </summary>
public static class Masking
{
    private const char Mask = '*';
    private const int ShortestPan = 13;
    private const int ShortestNumber = 8;

    /// <summary>First 6 and last 4 digits (PCI DSS 3.4.1); of fewer than 13 characters nothing.</summary>
    public static string Pan(string pan) => pan.Length < ShortestPan ? All(pan) : Keep(pan, 6, 4, char.IsAsciiDigit);

    /// <summary>First and last character of an identity number; of fewer than 8 characters nothing.</summary>
    public static string IdNumber(string number) =>
        number.Length < ShortestNumber ? All(number) : Keep(number, 1, 1, char.IsAsciiLetterOrDigit);

    /// <summary>
    /// By what a reader sees as characters: of one nothing stays, of two the second, of more the first and the last. A
    /// name in Latin letters keeps the initials of its first and last word. Separators stay; one asterisk stands for
    /// each masked character.
    /// </summary>
    public static string Name(string name)
    {
        var characters = Characters(name);
        var latin = characters.Exists(c => char.IsAsciiLetter(c[0])) && !characters.Exists(IsOtherLetter);
        var kept = latin ? LatinInitials(characters) : Outer(characters);
        var masked = new StringBuilder();
        for (var i = 0; i < characters.Count; i++)
        {
            var shown = IsSeparator(characters[i]) || (kept.Contains(i) && IsStableLetter(characters[i], latin));
            masked.Append(shown ? characters[i] : Mask);
        }

        return masked.ToString();
    }

    private static string All(string text) => new(Mask, text.Length);

    private static string Keep(string text, int first, int last, Func<char, bool> mayStay) => string.Create(
        text.Length, (text, first, last, mayStay), static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                var outer = i < from.first || i >= to.Length - from.last;
                to[i] = outer && from.mayStay(from.text[i]) ? from.text[i] : Mask;
            }
        });

    private static List<string> Characters(string text)
    {
        var characters = new List<string>();
        for (var i = 0; i < text.Length; i += characters[^1].Length)
        {
            characters.Add(StringInfo.GetNextTextElement(text, i));
        }

        return characters;
    }

    private static HashSet<int> Outer(List<string> characters)
    {
        var places = Enumerable.Range(0, characters.Count).Where(i => !IsSeparator(characters[i])).ToList();
        return places.Count switch
        {
            0 or 1 => [],
            2 => [places[1]],
            _ => [places[0], places[^1]],
        };
    }

    private static HashSet<int> LatinInitials(List<string> characters)
    {
        var starts = Enumerable.Range(0, characters.Count)
            .Where(i => !IsSeparator(characters[i]) && (i == 0 || IsSeparator(characters[i - 1]))).ToList();
        return [starts[0], starts[^1]];
    }

    private static bool IsSeparator(string character) => character is " " or "," or "/" or "-" or "." or "'";

    private static bool IsOtherLetter(string character) =>
        Rune.DecodeFromUtf16(character, out var rune, out _) != OperationStatus.Done
        || (Rune.IsLetter(rune) && !rune.IsAscii);

    /// <summary>
    /// A letter of the name's own kind, so that masking again decides the same, that does not melt with an asterisk
    /// beside it into one character.
    /// </summary>
    private static bool IsStableLetter(string character, bool latin) =>
        Rune.DecodeFromUtf16(character, out var rune, out _) == OperationStatus.Done
        && Rune.IsLetter(rune)
        && rune.IsAscii == latin
        && StringInfo.GetNextTextElementLength(character + Mask) == character.Length
        && StringInfo.GetNextTextElementLength(Mask + character) == 1;
}
