using System.Buffers.Binary;
using System.IO.Compression;

namespace KioskSuite.Imaging;

/// <summary>Writes 8-bit RGB as PNG (ISO/IEC 15948), 300 dpi, each row as the difference to the one above.</summary>
public static class PngWriter
{
    private const int DotsPerMetre = 11811;
    private const byte FilterUp = 2;

    /// <param name="png">Where the file goes; stays open.</param>
    /// <param name="width">Dots per row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 4096.</param>
    /// <param name="rgb">Rows from the top, 3 bytes per dot, <c>width × height × 3</c> bytes.</param>
    public static void Write(Stream png, int width, int height, ReadOnlySpan<byte> rgb)
    {
        ArgumentNullException.ThrowIfNull(png);
        ArgumentOutOfRangeException.ThrowIfNotEqual(PngChunks.Fits(width, height), true, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgb.Length, width * height * 3);
        png.Write(PngChunks.Signature);
        Span<byte> head = [0, 0, 0, 0, 0, 0, 0, 0, 8, PngChunks.TrueColour, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], height);
        PngChunks.Write(png, "IHDR"u8, head);
        Span<byte> density = [0, 0, 0, 0, 0, 0, 0, 0, 1];
        BinaryPrimitives.WriteInt32BigEndian(density, DotsPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(density[4..], DotsPerMetre);
        PngChunks.Write(png, "pHYs"u8, density);
        PngChunks.Write(png, "IDAT"u8, Compress(width * 3, rgb));
        PngChunks.Write(png, "IEND"u8, []);
    }

    private static byte[] Compress(int stride, ReadOnlySpan<byte> rgb)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[1 + stride];
            line[0] = FilterUp;
            for (var at = 0; at < rgb.Length; at += stride)
            {
                for (var i = 0; i < stride; i++)
                {
                    line[1 + i] = (byte)(rgb[at + i] - (at == 0 ? 0 : rgb[at - stride + i]));
                }

                zlib.Write(line);
            }
        }

        return packed.ToArray();
    }
}
