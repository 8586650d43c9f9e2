using System.Buffers.Binary;

namespace KioskSuite.IdReader.Sdt;

/// <summary>
/// The photo block of simulated cards: <c>KSP1</c>, u32 big-endian length, JPEG, zeros up to 1024 bytes; so a JPEG can
/// have at most 1016 bytes. Anything that does not begin and end as a JPEG is refused.
/// </summary>
internal readonly record struct TaggedPhoto(byte[] Jpeg)
{
    internal const int LongestJpeg = SdtReadAnswer.PhotoLength - HeadLength;

    private const int HeadLength = 8;
    private const ushort JpegStart = 0xFFD8;
    private const ushort JpegEnd = 0xFFD9;

    private static ReadOnlySpan<byte> Tag => "KSP1"u8;

    internal byte[] Build()
    {
        var block = new byte[SdtReadAnswer.PhotoLength];
        Tag.CopyTo(block);
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(Tag.Length), (uint)Jpeg.Length);
        Jpeg.CopyTo(block, HeadLength);
        return block;
    }

    /// <summary>With its own copy of the JPEG; null for any other block, a bad length, or no JPEG inside.</summary>
    internal static TaggedPhoto? Parse(ReadOnlySpan<byte> block)
    {
        if (block.Length != SdtReadAnswer.PhotoLength || !block.StartsWith(Tag))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(block[Tag.Length..]);
        if (length is < 4 or > LongestJpeg)
        {
            return null;
        }

        var jpeg = block.Slice(HeadLength, (int)length);
        return BinaryPrimitives.ReadUInt16BigEndian(jpeg) == JpegStart
            && BinaryPrimitives.ReadUInt16BigEndian(jpeg[^2..]) == JpegEnd
            ? new TaggedPhoto(jpeg.ToArray())
            : null;
    }

    public override string ToString() => $"tagged photo, {Jpeg.Length} bytes";
}
