using System.Buffers.Binary;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>What a look along a picture found so far.</summary>
internal enum JpegLook
{
    NeedMore,
    Whole,
    Bad,
}

/// <summary>
/// Finds where one JPEG picture ends by walking from marker to marker (ITU-T T.81, annex B), so that a thumbnail's end
/// in its head is not taken for its own. Decodes nothing; each byte is looked at once.
/// </summary>
internal struct JpegExtent
{
    private const byte Mark = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const int ShortestFrameHead = 8;

    private bool _inScan;
    private bool _scanned;

    /// <summary>Bytes from the first to the end of the picture, once whole.</summary>
    public int Length { get; private set; }

    /// <summary>As its head says, once that was passed; 0 before.</summary>
    public int Width { get; private set; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; private set; }

    /// <param name="bytes">From the picture's first byte on; the same bytes again, and more, after
    /// <see cref="JpegLook.NeedMore"/>.</param>
    public JpegLook Look(ReadOnlySpan<byte> bytes)
    {
        if (Length == 0)
        {
            if (bytes.Length < 2)
            {
                return JpegLook.NeedMore;
            }

            if (bytes[0] != Mark || bytes[1] != StartOfImage)
            {
                return JpegLook.Bad;
            }

            Length = 2;
        }

        JpegLook? look = null;
        while (look is null)
        {
            look = _inScan ? PassScan(bytes) : PassSegment(bytes);
        }

        return look.Value;
    }

    private JpegLook? PassSegment(ReadOnlySpan<byte> bytes)
    {
        if (Length + 2 > bytes.Length)
        {
            return JpegLook.NeedMore;
        }

        var here = bytes[Length..];
        if (here[0] != Mark)
        {
            return JpegLook.Bad;
        }

        switch (here[1])
        {
            case Mark:                              // fill
                Length++;
                return null;
            case EndOfImage:
                Length += 2;
                return _scanned && Width > 0 ? JpegLook.Whole : JpegLook.Bad;
            case < 0xC0 or (>= 0xD0 and <= StartOfImage):
                return JpegLook.Bad;
        }

        var sized = IsFrameHead(here[1]);
        if (here.Length < (sized ? 2 + ShortestFrameHead : 4))
        {
            return JpegLook.NeedMore;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(here[2..]);
        if (length < 2 || (sized && !TakeSize(here, length)))
        {
            return JpegLook.Bad;
        }

        _inScan = here[1] == StartOfScan;
        _scanned |= _inScan;
        Length += 2 + length;
        return null;
    }

    /// <summary>Goes on behind damage in the scan: whoever decodes the picture tells what it is worth.</summary>
    private JpegLook? PassScan(ReadOnlySpan<byte> bytes)
    {
        var next = Length < bytes.Length ? bytes[Length..].IndexOf(Mark) : -1;
        if (next < 0)
        {
            Length = Math.Max(Length, bytes.Length);
            return JpegLook.NeedMore;
        }

        Length += next;
        if (Length + 2 > bytes.Length)
        {
            return JpegLook.NeedMore;
        }

        switch (bytes[Length + 1])
        {
            case StartOfImage:
                return JpegLook.Bad;
            case EndOfImage or StartOfScan or 0xC4 or 0xDB or 0xDC or 0xDD:
                _inScan = false;
                return null;
            case Mark:
                Length++;
                return null;
            default:
                Length += 2;
                return null;
        }
    }

    private static bool IsFrameHead(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private bool TakeSize(ReadOnlySpan<byte> head, int length)
    {
        (Height, Width) = (
            BinaryPrimitives.ReadUInt16BigEndian(head[5..]), BinaryPrimitives.ReadUInt16BigEndian(head[7..]));
        return length >= ShortestFrameHead && Height > 0 && Width > 0;
    }
}
