using System.Buffers.Binary;

namespace KioskSuite.Imaging.Vision;

/// <summary>The head of a baseline JPEG (ITU-T T.81), read before a decoder sees the file.</summary>
/// <remarks>
/// Only what cameras and ID cards send is let through: 8 bits, Huffman, one scan of all components, gray or YCbCr with
/// chroma sampled once. Progressive, lossless, arithmetic and CMYK files are none of these.
/// </remarks>
internal readonly record struct JpegHeader(int Width, int Height, int Components)
{
    private const byte Escape = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte BaselineFrame = 0xC0;
    private const byte HuffmanTables = 0xC4;
    private const byte StartOfScan = 0xDA;
    private const byte QuantizationTables = 0xDB;
    private const byte RestartInterval = 0xDD;
    private const byte FirstApplication = 0xE0;
    private const byte LastApplication = 0xEF;
    private const byte Comment = 0xFE;
    private const int FrameBytes = 6;

    /// <summary>The head, or null for every other kind of file.</summary>
    public static JpegHeader? Parse(ReadOnlySpan<byte> jpeg)
    {
        if (!jpeg.StartsWith([Escape, StartOfImage, Escape])) return null;
        JpegHeader? header = null;
        var rest = jpeg[2..];
        while (TryRead(ref rest, out var marker, out var body))
        {
            switch (marker)
            {
                case BaselineFrame when header is null:
                    header = ParseFrame(body);
                    if (header is null) return null;
                    break;
                case StartOfScan:
                    return header is { } known && body.Length > 0 && body[0] == known.Components ? header : null;
                case HuffmanTables or QuantizationTables or RestartInterval or Comment:
                case >= FirstApplication and <= LastApplication:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool TryRead(ref ReadOnlySpan<byte> rest, out byte marker, out ReadOnlySpan<byte> body)
    {
        marker = 0;
        body = default;
        if (rest.IsEmpty || rest[0] != Escape) return false;
        var fill = rest.IndexOfAnyExcept(Escape);
        if (fill < 0 || rest.Length < fill + 3) return false;
        marker = rest[fill];
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[(fill + 1)..]);
        if (length < 2 || rest.Length < fill + 1 + length) return false;
        body = rest.Slice(fill + 3, length - 2);
        rest = rest[(fill + 1 + length)..];
        return true;
    }

    /// <summary>Precision (u8), height (u16), width (u16), components (u8), then id, sampling, table of each.</summary>
    private static JpegHeader? ParseFrame(ReadOnlySpan<byte> body)
    {
        if (body.Length < FrameBytes || body[0] != 8) return null;
        var height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        int components = body[5];
        if (components is not (1 or 3) || body.Length != FrameBytes + (3 * components)) return null;
        var luma = body[FrameBytes + 1];
        if (luma is not (0x11 or 0x12 or 0x21 or 0x22)) return null;
        if (components == 3 && (body[FrameBytes + 4] != 0x11 || body[FrameBytes + 7] != 0x11)) return null;
        return new JpegHeader(width, height, components);
    }
}
