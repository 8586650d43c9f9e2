using System.Buffers.Binary;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>What the child is asked for.</summary>
internal enum ImagingOperation : byte
{
    Measure = 0x01,
    Draw = 0x02,
    MeasureFace = 0x03,
    CompareFaces = 0x04,
    Warm = 0x05,
    LoadModels = 0x06,
}

/// <summary>What the child says; no value equals an operation, so an echo is never taken for an answer.</summary>
internal enum ImagingStatus : byte
{
    Ok = 0x80,
    GlyphMissing = 0x81,
    NameTooLong = 0x82,
    BadRequest = 0x83,
    LayoutUnknown = 0x84,
    LayoutInvalid = 0x85,
    FontMissing = 0x86,
    Failed = 0x87,
    PictureUnreadable = 0x88,
    CascadeMissing = 0x89,
    ModelRefused = 0x8A,
}

/// <summary>Length-prefixed frames on the pipes of the imaging process.</summary>
/// <remarks>
/// Request and answer: length of what follows (u32), operation or status (u8), id (u32), body; all big-endian.
/// The length counts operation, id and body. Whoever builds or reads a frame zeroes its buffer.
/// </remarks>
internal static class ImagingFrames
{
    public const int LengthBytes = 4;
    public const int HeaderBytes = 5;

    /// <summary>A frame and a portrait of a megabyte each, and what is said about them.</summary>
    public const int RequestLimit = (2 * 1024 * 1024) + 1024;

    public const int AnswerLimit = 4 * 1024 * 1024;

    /// <summary>Length of the frame behind the prefix, or null when it breaks the bounds.</summary>
    public static int? ParseLength(ReadOnlySpan<byte> prefix, int limit)
    {
        if (prefix.Length != LengthBytes) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        return length >= HeaderBytes && length <= limit - LengthBytes ? (int)length : null;
    }

    internal static byte[] Build(byte kind, uint id, ReadOnlySpan<byte> body, int limit)
    {
        InvariantException.Require(body.Length <= limit - LengthBytes - HeaderBytes, "imaging frame too long");
        var frame = new byte[LengthBytes + HeaderBytes + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)(HeaderBytes + body.Length));
        frame[LengthBytes] = kind;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(LengthBytes + 1), id);
        body.CopyTo(frame.AsSpan(LengthBytes + HeaderBytes));
        return frame;
    }
}

/// <summary>One request, without its length prefix.</summary>
internal readonly record struct ImagingRequest(ImagingOperation Operation, uint Id, ReadOnlyMemory<byte> Body)
{
    public byte[] Build() => ImagingFrames.Build((byte)Operation, Id, Body.Span, ImagingFrames.RequestLimit);

    public static ImagingRequest? Parse(ReadOnlyMemory<byte> frame)
    {
        if (frame.Length is < ImagingFrames.HeaderBytes or > ImagingFrames.RequestLimit) return null;
        var operation = (ImagingOperation)frame.Span[0];
        if (!Enum.IsDefined(operation)) return null;
        var id = BinaryPrimitives.ReadUInt32BigEndian(frame.Span[1..]);
        return new ImagingRequest(operation, id, frame[ImagingFrames.HeaderBytes..]);
    }

    public override string ToString() => $"{Operation} {Id}, {Body.Length} bytes";
}

/// <summary>The head of an answer; its data follows.</summary>
internal readonly record struct ImagingAnswer(ImagingStatus Status, uint Id)
{
    public byte[] Build(ReadOnlySpan<byte> data) =>
        ImagingFrames.Build((byte)Status, Id, data, ImagingFrames.AnswerLimit);

    public static ImagingAnswer? Parse(ReadOnlySpan<byte> header)
    {
        if (header.Length < ImagingFrames.HeaderBytes) return null;
        var status = (ImagingStatus)header[0];
        if (!Enum.IsDefined(status)) return null;
        return new ImagingAnswer(status, BinaryPrimitives.ReadUInt32BigEndian(header[1..]));
    }
}
