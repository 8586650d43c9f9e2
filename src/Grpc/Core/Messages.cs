using System.Buffers;
using System.Collections;
using System.Text;

namespace Grpc.Core;

public abstract class SerializationContext
{
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    public virtual void SetPayloadLength(int payloadLength) => throw new NotSupportedException();

    public virtual void Complete() => throw new NotSupportedException();
}

public abstract class DeserializationContext
{
    public virtual int PayloadLength => throw new NotSupportedException();

    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException();

    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException();
}

public sealed class Marshaller<T>(
    Action<T, SerializationContext> contextualSerializer, Func<DeserializationContext, T> contextualDeserializer)
{
    public Action<T, SerializationContext> ContextualSerializer { get; } = contextualSerializer;

    public Func<DeserializationContext, T> ContextualDeserializer { get; } = contextualDeserializer;
}

public static class Marshallers
{
    public static Marshaller<T> Create<T>(
        Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer) =>
        new(serializer, deserializer);
}

/// <summary>Headers or trailers in order. Keys are lower case; <c>-bin</c> keys carry bytes.</summary>
public sealed class Metadata : IReadOnlyList<Metadata.Entry>
{
    public const string BinaryHeaderSuffix = "-bin";

    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public Entry this[int index] => _entries[index];

    public void Add(string key, string value) => _entries.Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => _entries.Add(new Entry(key, valueBytes));

    public string? GetValue(string key) => _entries.FindLast(e => e.Key == key)?.Value;

    public byte[]? GetValueBytes(string key) => _entries.FindLast(e => e.Key == key)?.ValueBytes;

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public sealed class Entry
    {
        private readonly byte[] _bytes;

        public Entry(string key, string value)
            : this(key, Encoding.ASCII.GetBytes(value))
        {
        }

        public Entry(string key, byte[] valueBytes) => (Key, _bytes) = (key.ToLowerInvariant(), valueBytes);

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        public string Value => Encoding.ASCII.GetString(_bytes);

        public byte[] ValueBytes => _bytes;
    }
}
