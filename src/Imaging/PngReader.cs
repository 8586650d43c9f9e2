using System.Buffers.Binary;
using System.IO.Compression;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>A picture of <c>Width × Height × 3</c> bytes RGB, rows from the top.</summary>
public sealed record PngImage(int Width, int Height, byte[] Rgb)
{
    public override string ToString() => $"picture, {Width} × {Height}";
}

/// <summary>Reads PNG files of 8-bit RGB without interlace, at most 4096 dots a side.</summary>
public static class PngReader
{
    /// <returns>The picture, or <see cref="DeviceFault.Garbage"/> for every other kind, damage or excess.</returns>
    public static Outcome<PngImage> Read(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(PngChunks.Signature)) return DeviceFault.Garbage;
        png = png[PngChunks.Signature.Length..];
        if (!PngChunks.TryRead(ref png, out var type, out var head)) return DeviceFault.Garbage;
        if (!type.SequenceEqual("IHDR"u8) || head.Length != 13) return DeviceFault.Garbage;
        if (!head[8..].SequenceEqual<byte>([8, PngChunks.TrueColour, 0, 0, 0])) return DeviceFault.Garbage;
        var width = BinaryPrimitives.ReadInt32BigEndian(head);
        var height = BinaryPrimitives.ReadInt32BigEndian(head[4..]);
        if (!PngChunks.Fits(width, height)) return DeviceFault.Garbage;
        using var packed = new MemoryStream();
        while (PngChunks.TryRead(ref png, out type, out var data))
        {
            if (type.SequenceEqual("IDAT"u8)) packed.Write(data);
            if (type.SequenceEqual("IEND"u8)) return Unpack(packed, width, height);
        }

        return DeviceFault.Garbage;
    }

    private static Outcome<PngImage> Unpack(MemoryStream packed, int width, int height)
    {
        packed.Position = 0;
        var rgb = new byte[width * height * 3];
        var stride = width * 3;
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            for (var row = 0; row < height; row++)
            {
                var filter = zlib.ReadByte();
                zlib.ReadExactly(rgb, row * stride, stride);
                if (filter is < 0 or > 4) return DeviceFault.Garbage;
                Restore(filter, rgb, row * stride, stride, row == 0);
            }

            return zlib.ReadByte() < 0 ? new PngImage(width, height, rgb) : DeviceFault.Garbage;
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            return DeviceFault.Garbage;
        }
    }

    /// <summary>Undoes the row filters none, sub, up, average and Paeth (ISO/IEC 15948 §9).</summary>
    private static void Restore(int filter, byte[] rgb, int start, int stride, bool first)
    {
        for (var i = 0; i < stride; i++)
        {
            var at = start + i;
            int left = i < 3 ? 0 : rgb[at - 3];
            int up = first ? 0 : rgb[at - stride];
            int corner = i < 3 || first ? 0 : rgb[at - stride - 3];
            var guess = filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => 0,
            };
            rgb[at] = (byte)(rgb[at] + guess);
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp) = (Math.Abs(up - corner), Math.Abs(left - corner));
        var toCorner = Math.Abs(left + up - (2 * corner));
        if (toLeft <= toUp && toLeft <= toCorner) return left;
        return toUp <= toCorner ? up : corner;
    }
}
