using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.KeyBlocks;

/// <summary>An optional block of a key block's header: two letters and printable text.</summary>
public sealed record OptionalBlock(string Id, string Data);

/// <summary>
/// The clear head of a key block (ANSI X9.143, formerly TR-31): version A to D, usage (2 characters), algorithm, mode
/// of use, key version (2), exportability, optional blocks.
/// </summary>
public sealed record KeyBlockHeader(
    char Version,
    string Usage,
    char Algorithm,
    char Mode,
    string KeyVersion,
    char Exportability,
    ReadOnlyCollection<OptionalBlock> Blocks)
{
    /// <summary>Characters before the optional blocks.</summary>
    public const int FixedLength = 16;

    /// <summary>Text of any key block; its length is written with four digits.</summary>
    public const int MaxLength = 9999;

    private const string Reserved = "00";
    private const string Padding = "PB";
    private const int MaxBlocks = 99;
    private const int ShortLength = 255;
    private const int BlockHead = 4;
    private const int LongHead = 10;

    /// <summary>The head of a block that is <paramref name="total"/> characters long.</summary>
    internal string Build(int total)
    {
        var layout = KeyBlockLayout.Of(Version);
        InvariantException.Require(layout is not null, "key block version is A to D");
        InvariantException.Require(Usage.Length == 2 && KeyVersion.Length == 2, "usage and key version have 2 letters");
        var blocks = new StringBuilder();
        foreach (var block in Blocks)
        {
            Append(blocks, block);
        }

        var count = Blocks.Count;
        var over = blocks.Length % layout!.BlockSize;
        if (over != 0)
        {
            var fill = layout.BlockSize - over;
            Append(blocks, new OptionalBlock(Padding, new string('0', Fitting(fill, layout.BlockSize) - BlockHead)));
            count++;
        }

        InvariantException.Require(total is > FixedLength and <= MaxLength && count <= MaxBlocks, "key block too long");
        var kind = $"{Usage}{Algorithm}{Mode}{KeyVersion}{Exportability}";
        var text = $"{Version}{total:D4}{kind}{count:D2}{Reserved}{blocks}";
        InvariantException.Require(text.All(IsPrintable), "key block header is printable");
        return text;
    }

    /// <summary>Parses the head of a complete key block; the rest is not looked at.</summary>
    internal static Verdict<(KeyBlockHeader Header, int Length), KeyBlockFault> Parse(string text)
    {
        if (text.Length < FixedLength || text.Length > MaxLength || !text.All(IsPrintable))
        {
            return KeyBlockFault.WrongHeader;
        }

        if (KeyBlockLayout.Of(text[0]) is not { } layout)
        {
            return KeyBlockFault.UnknownVersion;
        }

        if (!Digits(text.AsSpan(1, 4), out var total) || total != text.Length)
        {
            return KeyBlockFault.WrongLength;
        }

        if (!Digits(text.AsSpan(12, 2), out var count) || text[14..FixedLength] != Reserved)
        {
            return KeyBlockFault.WrongHeader;
        }

        var position = FixedLength;
        if (ReadBlocks(text, count, ref position) is not { } blocks
            || (position - FixedLength) % layout.BlockSize != 0)
        {
            return KeyBlockFault.WrongOptionalBlock;
        }

        var header = new KeyBlockHeader(
            text[0], text[5..7], text[7], text[8], text[9..11], text[11], blocks.AsReadOnly());
        return (header, position);
    }

    private static List<OptionalBlock>? ReadBlocks(string text, int count, ref int position)
    {
        var blocks = new List<OptionalBlock>();
        for (; count > 0; count--)
        {
            if (text.Length - position < BlockHead || !Hex(text.AsSpan(position + 2, 2), out var length))
            {
                return null;
            }

            var head = length == 0 ? LongHead : BlockHead;
            if (length == 0 && !LongLength(text, position, out length))
            {
                return null;
            }

            if (length < head || text.Length - position < length)
            {
                return null;
            }

            blocks.Add(new OptionalBlock(text.Substring(position, 2), text[(position + head)..(position + length)]));
            position += length;
        }

        return blocks;
    }

    /// <summary>"00", "02", four hex digits: the length of a block over 255 characters.</summary>
    private static bool LongLength(string text, int position, out int length)
    {
        length = 0;
        return text.Length - position >= LongHead
            && text.AsSpan(position + BlockHead, 2).SequenceEqual("02")
            && Hex(text.AsSpan(position + BlockHead + 2, 4), out length);
    }

    private static void Append(StringBuilder text, OptionalBlock block)
    {
        InvariantException.Require(block.Id.Length == 2, "an optional block has an identifier of 2 letters");
        var length = BlockHead + block.Data.Length;
        var head = length <= ShortLength ? $"{length:X2}" : $"0002{LongHead + block.Data.Length:X4}";
        text.Append(block.Id).Append(head).Append(block.Data);
    }

    /// <summary>A padding block has four characters at least.</summary>
    private static int Fitting(int fill, int blockSize) => fill < BlockHead ? fill + blockSize : fill;

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~';

    private static bool Digits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool Hex(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
