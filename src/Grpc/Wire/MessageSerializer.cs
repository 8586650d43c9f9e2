using System.Buffers;
using System.Runtime.InteropServices;
using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>Lets a marshaller write its message straight behind the frame's prefix.</summary>
internal sealed class MessageSerializer : SerializationContext
{
    private ArrayBufferWriter<byte>? _frame;
    private bool _complete;

    /// <summary>The whole frame of a message.</summary>
    /// <exception cref="RpcException">Internal: the marshaller failed.</exception>
    public static ReadOnlyMemory<byte> Frame<T>(Marshaller<T> marshaller, T message)
    {
        var context = new MessageSerializer();
        try
        {
            marshaller.ContextualSerializer(message, context);
        }
        catch (Exception e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"message not serialized: {e.GetType().Name}"));
        }

        return context.Finish();
    }

    public override void SetPayloadLength(int payloadLength) => _frame ??= Reserve(payloadLength);

    public override IBufferWriter<byte> GetBufferWriter() => _frame ??= Reserve(0);

    public override void Complete() => _complete = true;

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        GetBufferWriter().Write(payload);
        Complete();
    }

    private static ArrayBufferWriter<byte> Reserve(int payloadLength)
    {
        // One byte more: asking a full writer for its rest, as empty messages do, would double it.
        var frame = new ArrayBufferWriter<byte>(MessageFrame.PrefixLength + payloadLength + 1);
        frame.Advance(MessageFrame.PrefixLength);
        return frame;
    }

    private ReadOnlyMemory<byte> Finish()
    {
        if (!_complete || _frame is null || !MemoryMarshal.TryGetArray(_frame.WrittenMemory, out var frame))
            throw new RpcException(new Status(StatusCode.Internal, "message not serialized: never completed"));

        MessageFrame.BuildPrefix(frame);
        return _frame.WrittenMemory;
    }
}
