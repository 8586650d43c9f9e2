using System.Buffers.Binary;

namespace KioskSuite.IdReader.Sdt;

/// <summary>Data of a read answer: big-endian lengths (two, or three with fingerprints), then the blocks.</summary>
/// <param name="Text">256 bytes of text record.</param>
/// <param name="Photo">0 to 1024 bytes, opaque.</param>
/// <param name="Prints">0 to 1024 bytes, opaque; null when the command was the one without.</param>
internal readonly record struct SdtReadAnswer(
    ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Photo, ReadOnlyMemory<byte>? Prints = null)
{
    internal const int TextLength = 256;
    internal const int PhotoLength = 1024;
    internal const int PrintsLength = 1024;

    internal byte[] Build()
    {
        ReadOnlyMemory<byte>[] blocks = Prints is { } prints ? [Text, Photo, prints] : [Text, Photo];
        var data = new byte[(blocks.Length * 2) + blocks.Sum(b => b.Length)];
        var at = blocks.Length * 2;
        for (var i = 0; i < blocks.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(i * 2), (ushort)blocks[i].Length);
            blocks[i].CopyTo(data.AsMemory(at));
            at += blocks[i].Length;
        }

        return data;
    }

    /// <summary>Null when the lengths are not allowed or do not add up to the data.</summary>
    internal static SdtReadAnswer? Parse(ReadOnlyMemory<byte> data, bool withPrints)
    {
        var head = withPrints ? 6 : 4;
        if (data.Length < head)
        {
            return null;
        }

        var text = LengthAt(data, 0);
        var photo = LengthAt(data, 2);
        var prints = withPrints ? LengthAt(data, 4) : 0;
        if (text != TextLength || photo > PhotoLength || prints > PrintsLength
            || data.Length != head + text + photo + prints)
        {
            return null;
        }

        return new(
            data.Slice(head, text),
            data.Slice(head + text, photo),
            withPrints ? data.Slice(head + text + photo, prints) : default(ReadOnlyMemory<byte>?));
    }

    public override string ToString() => $"text, photo of {Photo.Length} bytes";

    private static int LengthAt(ReadOnlyMemory<byte> data, int at) =>
        BinaryPrimitives.ReadUInt16BigEndian(data.Span[at..]);
}

/// <summary>Number of the security module: 16 bytes, little-endian and unsigned, printed as <c>05.03-…</c>.</summary>
internal readonly record struct SdtSamId(ushort Maker, ushort Type, uint Date, uint Serial, uint Check)
{
    internal const int Length = 16;

    internal byte[] Build()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Maker);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), Type);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Date);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Check);
        return bytes;
    }

    /// <summary>Null unless it is 16 bytes.</summary>
    internal static SdtSamId? Parse(ReadOnlySpan<byte> bytes) => bytes.Length != Length
        ? null
        : new(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));

    public override string ToString() => $"{Maker:D2}.{Type:D2}-{Date}-{Serial:D10}-{Check:D10}";
}
