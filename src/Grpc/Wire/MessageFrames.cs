using System.Buffers;
using System.Buffers.Binary;

namespace KioskSuite.Grpc.Wire;

/// <summary>What the bytes received so far are.</summary>
internal enum FrameState
{
    Incomplete,
    Complete,
    Compressed,
    BadFlag,
    TooLong,
}

/// <summary>
/// One length-prefixed message: a flag byte (0 plain, 1 compressed), the payload's length as four bytes, most
/// significant first, and the payload (PROTOCOL-HTTP2.md, Length-Prefixed-Message). Borders of DATA frames
/// mean nothing.
/// </summary>
internal readonly record struct MessageFrame(FrameState State, ReadOnlySequence<byte> Payload)
{
    public const int PrefixLength = 5;

    /// <summary>Writes flag and length into the first five bytes of a frame whose payload already follows.</summary>
    public static void BuildPrefix(Span<byte> frame)
    {
        frame[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(frame[1..], (uint)(frame.Length - PrefixLength));
    }

    /// <summary>
    /// Looks for one message at the buffer's start. The length is judged as soon as its four bytes are here, so that
    /// a false one makes nobody wait or allocate.
    /// </summary>
    public static MessageFrame Parse(ReadOnlySequence<byte> buffer, int maxLength)
    {
        if (buffer.IsEmpty)
            return new(FrameState.Incomplete, default);

        Span<byte> prefix = stackalloc byte[PrefixLength];
        var present = buffer.Slice(0, Math.Min(PrefixLength, buffer.Length));
        present.CopyTo(prefix);
        if (prefix[0] != 0)
            return new(prefix[0] == 1 ? FrameState.Compressed : FrameState.BadFlag, default);
        if (present.Length < PrefixLength)
            return new(FrameState.Incomplete, default);

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > maxLength)
            return new(FrameState.TooLong, default);

        return buffer.Length - PrefixLength < length
            ? new(FrameState.Incomplete, default)
            : new(FrameState.Complete, buffer.Slice(PrefixLength, length));
    }

    public override string ToString() => $"{State}, {Payload.Length} bytes";
}
