using System.Buffers.Binary;

namespace KioskSuite.Imaging;

/// <summary>Chunks of a PNG: length, type, data, CRC-32 over type and data (ISO/IEC 15948 §5.3).</summary>
internal static class PngChunks
{
    public const byte TrueColour = 2;
    public const int SideLimit = 4096;
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(i => Remainder((uint)i))];

    public static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    public static bool Fits(int width, int height) => width is >= 1 and <= SideLimit && height is >= 1 and <= SideLimit;

    public static void Write(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        png.Write(word);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(word);
    }

    /// <summary>Takes the first chunk off, or returns false when it is short or its CRC is wrong.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> png, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        type = data = default;
        if (png.Length < 12) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(png);
        if (length > png.Length - 12) return false;
        type = png.Slice(4, 4);
        data = png.Slice(8, (int)length);
        var crc = BinaryPrimitives.ReadUInt32BigEndian(png[(8 + (int)length)..]);
        png = png[(12 + (int)length)..];
        return crc == ~Crc(Crc(uint.MaxValue, type), data);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) crc = Remainders[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 1 ? Polynomial ^ (value >> 1) : value >> 1;
        return value;
    }
}
