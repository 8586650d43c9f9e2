using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>
/// Takes messages off one direction of a call. Holds at most one message of <paramref name="maxLength"/> bytes, and
/// only as much of it as has arrived.
/// </summary>
internal sealed class MessageReader(PipeReader pipe, int maxLength)
{
    /// <summary>True once a byte arrived: such a response is no Trailers-Only one.</summary>
    public bool AnyByte { get; private set; }

    /// <summary>The next message, or null at the stream's end.</summary>
    /// <exception cref="RpcException">Internal: not a frame. ResourceExhausted: longer than allowed.</exception>
    public async Task<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            AnyByte |= !read.Buffer.IsEmpty;
            var frame = MessageFrame.Parse(read.Buffer, maxLength);
            if (frame.State == FrameState.Complete)
            {
                var message = Deserialize(marshaller, frame.Payload);
                pipe.AdvanceTo(frame.Payload.End);
                return message;
            }

            ThrowIfBroken(frame.State);
            if (read.IsCompleted)
                return read.Buffer.IsEmpty ? null : throw Broken("the stream ends inside a message");

            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>A stream that must hold exactly one message does not (doc/statuscodes.md, cardinality).</summary>
    public static RpcException NotSingle(string found) =>
        new(new Status(StatusCode.Unimplemented, $"exactly one message expected, {found} received"));

    /// <summary>Gives the buffers back; no read may be under way.</summary>
    public void Complete() => pipe.Complete();

    private static T Deserialize<T>(Marshaller<T> marshaller, ReadOnlySequence<byte> payload)
    {
        try
        {
            return marshaller.ContextualDeserializer(new Payload(payload));
        }
        catch (Exception e)
        {
            throw Broken($"message not understood: {e.GetType().Name}");
        }
    }

    private void ThrowIfBroken(FrameState state)
    {
        if (state == FrameState.TooLong)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"message longer than {maxLength} bytes"));
        if (state == FrameState.Compressed)
            throw Broken("compressed message without grpc-encoding");
        if (state == FrameState.BadFlag)
            throw Broken("unknown flag before a message");
    }

    private static RpcException Broken(string why) => new(new Status(StatusCode.Internal, why));

    private sealed class Payload(ReadOnlySequence<byte> payload) : DeserializationContext
    {
        public override int PayloadLength => (int)payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload.ToArray();

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => payload;
    }
}
