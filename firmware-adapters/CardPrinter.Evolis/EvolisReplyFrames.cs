using System.Globalization;
using System.Text;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>What a reply says, as far as its words are known.</summary>
internal enum EvolisSays
{
    /// <summary>Any other text: a number, a serial number, a track.</summary>
    Text,

    /// <summary><c>OK</c>; to <c>Rlr;p</c> also "no card inside".</summary>
    Ok,

    /// <summary><c>ERROR CDE</c>: command not known.</summary>
    UnknownCommand,

    /// <summary>Any other reply with prefix <c>ERR</c> or with <c>ERROR</c> in it.</summary>
    Error,

    /// <summary><c>CARD</c>: at the print position, or the reject box is full.</summary>
    Card,

    /// <summary><c>SMART CARD</c>: in the contact station.</summary>
    SmartCard,

    /// <summary><c>CONTACTLESS CARD</c>: in the contactless station.</summary>
    ContactlessCard,

    /// <summary><c>NO CARD</c>.</summary>
    NoCard,

    /// <summary><c>ERR CARD</c>: somewhere in the print module or feeder (2004 guide).</summary>
    CardSomewhere,

    /// <summary><c>d,dd Volts</c>.</summary>
    Volts,
}

/// <summary>A reply: printable ASCII of 0 to 256 bytes, ended by NUL.</summary>
internal readonly struct EvolisReply(string text)
{
    /// <summary>Longest text.</summary>
    public const int Most = 256;

    private const int WordsMost = 32;
    private const int DigitsMost = 9;
    private const byte End = 0x00;
    private const byte FirstPrintable = 0x20;
    private const byte LastPrintable = 0x7E;

    public string Text { get; } = text;

    public EvolisSays Says => Text switch
    {
        "OK" => EvolisSays.Ok,
        "ERROR CDE" => EvolisSays.UnknownCommand,
        "CARD" => EvolisSays.Card,
        "SMART CARD" => EvolisSays.SmartCard,
        "CONTACTLESS CARD" => EvolisSays.ContactlessCard,
        "NO CARD" => EvolisSays.NoCard,
        "ERR CARD" => EvolisSays.CardSomewhere,
        _ when Text.StartsWith("ERR", StringComparison.Ordinal) => EvolisSays.Error,
        _ when Text.Contains("ERROR", StringComparison.Ordinal) => EvolisSays.Error,
        _ when Volts is not null => EvolisSays.Volts,
        _ => EvolisSays.Text,
    };

    /// <summary>A sensor's reading, 0,00 to 99,99 with the printer's decimal comma, or null.</summary>
    public decimal? Volts
    {
        get
        {
            const string unit = " Volts";
            if (!Text.EndsWith(unit, StringComparison.Ordinal) || Text.Length - unit.Length is not (4 or 5))
            {
                return null;
            }

            var number = Text[..^unit.Length];
            return number[^3] == ',' && number.Remove(number.Length - 3, 1).All(char.IsAsciiDigit)
                ? int.Parse(number.Remove(number.Length - 3, 1), CultureInfo.InvariantCulture) / 100m
                : null;
        }
    }

    /// <summary>A count with optional blanks around it, 0 to 999,999,999, or null.</summary>
    public int? Count => Text.Trim(' ') is { Length: > 0 and <= DigitsMost } digits && digits.All(char.IsAsciiDigit)
        ? int.Parse(digits, CultureInfo.InvariantCulture)
        : null;

    public byte[] Build() => [.. Encoding.ASCII.GetBytes(Text), End];

    /// <summary>Parses everything that has arrived since the command; a second reply behind the first is bad.</summary>
    public static EvolisParse Parse(ReadOnlySpan<byte> received, out EvolisReply reply)
    {
        reply = default;
        var end = received.IndexOfAnyExceptInRange(FirstPrintable, LastPrintable);
        if (end < 0)
        {
            return received.Length > Most ? EvolisParse.Bad : EvolisParse.Incomplete;
        }

        if (received[end] != End || end > Most || received[end..].ContainsAnyExcept(End))
        {
            return EvolisParse.Bad;
        }

        reply = new EvolisReply(Encoding.ASCII.GetString(received[..end]));
        return EvolisParse.Whole;
    }

    /// <summary>Whether the bytes may stand in replies at all, whole or cut.</summary>
    public static bool Allows(ReadOnlySpan<byte> received)
    {
        foreach (var one in received)
        {
            if (one is not (End or (>= FirstPrintable and <= LastPrintable)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Kind and length, and the words of an error: the answer to <c>Smr</c> is a track.</summary>
    public override string ToString() => Says == EvolisSays.Error && Text.All(c => c is ' ' or (>= 'A' and <= 'Z'))
        ? Text[..Math.Min(Text.Length, WordsMost)]
        : $"{Says}, {Text.Length} characters";
}
