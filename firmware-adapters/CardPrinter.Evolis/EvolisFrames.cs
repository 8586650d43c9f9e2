using System.Globalization;
using System.Text;
using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>What the start of a byte stream holds.</summary>
internal enum EvolisParse
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>One whole frame.</summary>
    Whole,

    /// <summary>Bytes that the language does not allow.</summary>
    Bad,
}

/// <summary>A command: ESC name [; parameter]* [; raw data] CR (Programming Guide A5013, framing).</summary>
/// <param name="head">Name and parameters as on the wire, printable ASCII of 1 to 512 characters.</param>
/// <param name="data">Raw data of <c>Db</c> and <c>Dbc</c>; the language has no length field for it.</param>
internal sealed class EvolisCommand(string head, ReadOnlyMemory<byte> data = default)
{
    /// <summary>Longest head.</summary>
    public const int HeadMost = 512;

    /// <summary>Bytes of one bit plane of 1016 lines of 648 dots.</summary>
    public const int PlaneLength = 82_296;

    private const byte Padding = 0x00;
    private const byte Return = 0x0D;
    private const byte Escape = 0x1B;
    private const byte FirstPrintable = 0x20;
    private const byte LastPrintable = 0x7E;
    private const int DataMost = PlaneLength * 8;

    public string Head { get; } = head;

    public string Name => Head.Split(';', 2)[0];

    public IReadOnlyList<string> Parameters => Head.Split(';')[1..];

    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>The bytes on the wire; the caller zeroes them when they held a track or a face.</summary>
    public byte[] Build()
    {
        InvariantException.Require(
            Head.Length is > 0 and <= HeadMost && Head.All(c => c is >= ' ' and <= '~'),
            "a command's head is printable ASCII");
        var bytes = new byte[1 + Head.Length + (Data.IsEmpty ? 0 : 1 + Data.Length) + 1];
        bytes[0] = Escape;
        Encoding.ASCII.GetBytes(Head, bytes.AsSpan(1));
        if (!Data.IsEmpty)
        {
            bytes[1 + Head.Length] = (byte)';';
            Data.Span.CopyTo(bytes.AsSpan(2 + Head.Length));
        }

        bytes[^1] = Return;
        return bytes;
    }

    /// <summary>Parses the command at the start of a stream; called again with more bytes while incomplete.</summary>
    /// <param name="input">Bytes not yet used; data of <c>Db</c> and <c>Dbc</c> is counted, so may be any byte.</param>
    /// <param name="command">The command when the answer is <see cref="EvolisParse.Whole"/>.</param>
    /// <param name="used">Bytes to drop from the start: padding, the command, or what was not one.</param>
    public static EvolisParse Parse(ReadOnlySpan<byte> input, out EvolisCommand? command, out int used)
    {
        command = null;
        var start = input.IndexOfAnyExcept(Padding);
        used = start < 0 ? input.Length : start;
        if (start < 0)
        {
            return EvolisParse.Incomplete;
        }

        start += input[start] == Escape ? 1 : 0;
        var text = input[start..Math.Min(input.Length, start + HeadMost + 1)];
        var end = text.IndexOfAnyExceptInRange(FirstPrintable, LastPrintable);
        var printable = end < 0 ? text : text[..end];
        if (DataStart(printable) is { } dataStart)
        {
            return ParseData(input, start, dataStart, ref command, ref used);
        }

        if (end < 0 && text.Length <= HeadMost)
        {
            return EvolisParse.Incomplete;
        }

        if (end <= 0 || text[end] != Return || IsDownload(printable))
        {
            used = start + Resynchronise(input[start..]);
            return EvolisParse.Bad;
        }

        command = new EvolisCommand(Encoding.ASCII.GetString(printable));
        used = start + end + 1;
        return EvolisParse.Whole;
    }

    /// <summary>Name and lengths; never track data, drawn text or panels.</summary>
    public override string ToString() => Name is "Dm" or "Wt" or "Wb" or "Dbmp"
        ? $"{Name}, {Head.Length} characters"
        : Data.IsEmpty ? Head : $"{Head}, {Data.Length} bytes";

    private static EvolisParse ParseData(
        ReadOnlySpan<byte> input, int start, int dataStart, ref EvolisCommand? command, ref int used)
    {
        var head = Encoding.ASCII.GetString(input.Slice(start, dataStart - 1));
        if (DataLength(head.Split(';')) is not { } length)
        {
            used = start + Resynchronise(input[start..]);
            return EvolisParse.Bad;
        }

        var from = start + dataStart;
        if (input.Length <= from + length)
        {
            return EvolisParse.Incomplete;
        }

        used = from + length;
        if (input[used] != Return)
        {
            return EvolisParse.Bad;
        }

        command = new EvolisCommand(head, input.Slice(from, length).ToArray());
        used++;
        return EvolisParse.Whole;
    }

    private static bool IsDownload(ReadOnlySpan<byte> head) => head.StartsWith("Db;"u8) || head.StartsWith("Dbc;"u8);

    private static int? DataStart(ReadOnlySpan<byte> head)
    {
        var separators = head.StartsWith("Dbc;"u8) ? 4 : head.StartsWith("Db;"u8) ? 3 : 0;
        for (var i = 0; i < head.Length && separators > 0; i++)
        {
            separators -= head[i] == ';' ? 1 : 0;
            if (separators == 0)
            {
                return i + 1;
            }
        }

        return null;
    }

    /// <summary>Of <c>Db;panel;levels</c> or <c>Dbc;panel;levels;count</c>; null when it cannot be known.</summary>
    private static int? DataLength(string[] head)
    {
        int? bits = head[2] switch { "2" => 1, "32" => 5, "64" => 6, "128" => 7, "256" => 8, _ => null };
        if (bits is null || head.Length == 3)
        {
            return bits * PlaneLength;
        }

        return int.TryParse(head[3], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= DataMost ? count : null;
    }

    /// <summary>Up to and with the next CR, or up to the next ESC, or everything.</summary>
    private static int Resynchronise(ReadOnlySpan<byte> input)
    {
        var next = input.IndexOfAny(Return, Escape);
        return next < 0 ? input.Length : input[next] == Return ? next + 1 : next;
    }
}
