using System.Buffers.Binary;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>Body of <see cref="ImagingOperation.MeasureFace"/>.</summary>
/// <remarks>Session (u32), flags (u8: 1 detect, 2 anchor), anchor (box, zero without one), JPEG.</remarks>
internal readonly record struct MeasureFaceBody(FaceTask Task, ReadOnlyMemory<byte> Jpeg)
{
    private const byte DetectFlag = 1;
    private const byte AnchorFlag = 2;
    private const int HeadBytes = 5 + BoxField.Bytes;

    public static byte[] Build(FaceTask task, ReadOnlySpan<byte> jpeg)
    {
        var body = new byte[HeadBytes + jpeg.Length];
        BinaryPrimitives.WriteUInt32BigEndian(body, task.Session);
        body[4] = (byte)((task.Detect ? DetectFlag : 0) | (task.Anchor is null ? 0 : AnchorFlag));
        BoxField.Write(task.Anchor ?? default, body.AsSpan(5));
        jpeg.CopyTo(body.AsSpan(HeadBytes));
        return body;
    }

    public static MeasureFaceBody? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length < HeadBytes || body.Span[4] > (DetectFlag | AnchorFlag)) return null;
        var flags = body.Span[4];
        FaceBox? anchor = (flags & AnchorFlag) != 0 ? BoxField.Read(body.Span[5..]) : null;
        var session = BinaryPrimitives.ReadUInt32BigEndian(body.Span);
        return new MeasureFaceBody(new FaceTask(session, (flags & DetectFlag) != 0, anchor), body[HeadBytes..]);
    }

    public override string ToString() => "measure face body";
}

/// <summary>Body of <see cref="ImagingOperation.CompareFaces"/>.</summary>
/// <remarks>Face (box), length of the portrait (u32), portrait and frame (JPEG).</remarks>
internal readonly record struct CompareFacesBody(
    FaceBox Face, ReadOnlyMemory<byte> Portrait, ReadOnlyMemory<byte> Frame)
{
    private const int HeadBytes = BoxField.Bytes + 4;

    public static byte[] Build(FaceBox face, ReadOnlySpan<byte> portrait, ReadOnlySpan<byte> frame)
    {
        var body = new byte[HeadBytes + portrait.Length + frame.Length];
        BoxField.Write(face, body);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(BoxField.Bytes), portrait.Length);
        portrait.CopyTo(body.AsSpan(HeadBytes));
        frame.CopyTo(body.AsSpan(HeadBytes + portrait.Length));
        return body;
    }

    public static CompareFacesBody? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length < HeadBytes) return null;
        var face = BoxField.Read(body.Span);
        var length = BinaryPrimitives.ReadUInt32BigEndian(body.Span[BoxField.Bytes..]);
        body = body[HeadBytes..];
        return length <= body.Length ? new CompareFacesBody(face, body[..(int)length], body[(int)length..]) : null;
    }

    public override string ToString() => "compare faces body";
}

/// <summary>Data of a comparison: same (u8), score (f32), threshold (f32).</summary>
internal static class FaceMatchData
{
    public const int Bytes = 9;

    public static byte[] Build(FaceMatch match)
    {
        var data = new byte[Bytes];
        data[0] = match.Same ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteSingleBigEndian(data.AsSpan(1), (float)match.Score);
        BinaryPrimitives.WriteSingleBigEndian(data.AsSpan(5), (float)match.Threshold);
        return data;
    }

    /// <returns>Null for what no comparer says.</returns>
    public static FaceMatch? Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != Bytes || data[0] > 1) return null;
        var score = BinaryPrimitives.ReadSingleBigEndian(data[1..]);
        var threshold = BinaryPrimitives.ReadSingleBigEndian(data[5..]);
        if (!float.IsFinite(score) || !float.IsFinite(threshold)) return null;
        return data[0] == 1 == score >= threshold ? new FaceMatch(data[0] == 1, score, threshold) : null;
    }
}

/// <summary>A box: x, y, width, height, each i16, so at most 32,767.</summary>
internal static class BoxField
{
    public const int Bytes = 8;

    public static void Write(FaceBox box, Span<byte> to)
    {
        BinaryPrimitives.WriteInt16BigEndian(to, Narrow(box.X));
        BinaryPrimitives.WriteInt16BigEndian(to[2..], Narrow(box.Y));
        BinaryPrimitives.WriteInt16BigEndian(to[4..], Narrow(box.Width));
        BinaryPrimitives.WriteInt16BigEndian(to[6..], Narrow(box.Height));
    }

    public static FaceBox Read(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadInt16BigEndian(from),
        BinaryPrimitives.ReadInt16BigEndian(from[2..]),
        BinaryPrimitives.ReadInt16BigEndian(from[4..]),
        BinaryPrimitives.ReadInt16BigEndian(from[6..]));

    private static short Narrow(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
