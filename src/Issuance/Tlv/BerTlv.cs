using System.Collections.ObjectModel;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Tlv;

/// <summary>One BER-TLV data object (ISO/IEC 7816-4 §5.2.2): tag of 1 to 4 bytes, value of 0 to 65,535 bytes.</summary>
public sealed class BerTlv
{
    /// <summary>Deepest nesting that is parsed; one deeper is garbage.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most objects in one parse, all levels together.</summary>
    public const int MaxObjects = 1024;

    private const int MaxLength = ushort.MaxValue;
    private const byte ConstructedBit = 0x20;
    private const byte LengthFollows = 0x80;

    private BerTlv(uint tag, ReadOnlyMemory<byte> value, IReadOnlyList<BerTlv> children) =>
        (Tag, Value, Children) = (tag, value, children);

    /// <summary>The tag's bytes as one number, such as 9F38.</summary>
    public uint Tag { get; }

    /// <summary>The value's bytes; of a constructed object its encoded children.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Children of a constructed object, else empty.</summary>
    public IReadOnlyList<BerTlv> Children { get; }

    /// <summary>
    /// Parses a sequence of objects; zero bytes between them are skipped, an empty input is an empty list.
    /// </summary>
    /// <returns>The objects, or <see cref="DeviceFault.Garbage"/> when anything does not fit exactly.</returns>
    public static Outcome<ReadOnlyCollection<BerTlv>> Parse(ReadOnlyMemory<byte> bytes)
    {
        var budget = MaxObjects;
        var objects = bytes.Length > MaxLength ? null : Parse(bytes, 1, ref budget);
        return objects is null ? DeviceFault.Garbage : objects.AsReadOnly();
    }

    /// <summary>Encodes an object with the shortest length form.</summary>
    /// <param name="tag">Tag bytes as one number.</param>
    /// <param name="value">Value; 0 to 65,535 bytes.</param>
    public static byte[] Build(uint tag, ReadOnlySpan<byte> value)
    {
        InvariantException.Require(value.Length <= MaxLength, "TLV value too long");
        var bytes = new List<byte>(value.Length + 8);
        AddTag(bytes, tag);
        if (value.Length > byte.MaxValue)
        {
            bytes.Add(LengthFollows | 2);
            bytes.Add((byte)(value.Length >> 8));
        }
        else if (value.Length >= LengthFollows)
        {
            bytes.Add(LengthFollows | 1);
        }

        bytes.Add((byte)value.Length);
        bytes.AddRange(value);
        return [.. bytes];
    }

    /// <summary>Encodes an object whose value is the concatenation of <paramref name="parts"/>.</summary>
    public static byte[] Build(uint tag, params byte[][] parts) =>
        Build(tag, new ReadOnlySpan<byte>([.. parts.SelectMany(part => part)]));

    /// <summary>Encodes this object again.</summary>
    public byte[] Build() => Build(Tag, Value.Span);

    /// <summary>
    /// The first object reached by the tags of <paramref name="path"/>, starting at the children; or null.
    /// </summary>
    public BerTlv? Find(params ReadOnlySpan<uint> path) => path.IsEmpty ? this : Children.FindPath(path);

    public override string ToString() => $"{Tag:X}, {Value.Length} bytes";

    internal static void AddTag(List<byte> bytes, uint tag)
    {
        InvariantException.Require(tag != 0, "a TLV tag is not zero");
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (tag >> shift != 0)
            {
                bytes.Add((byte)(tag >> shift));
            }
        }
    }

    private static List<BerTlv>? Parse(ReadOnlyMemory<byte> bytes, int depth, ref int budget)
    {
        var objects = new List<BerTlv>();
        var reader = new TlvReader(bytes.Span);
        for (reader.SkipPadding(); !reader.AtEnd; reader.SkipPadding())
        {
            var constructed = (bytes.Span[reader.Position] & ConstructedBit) != 0;
            if (--budget < 0 || !reader.TryTag(out var tag) || !reader.TryLength(out var length))
            {
                return null;
            }

            var start = reader.Position;
            if (!reader.TrySkip(length) || (constructed && depth == MaxDepth))
            {
                return null;
            }

            var value = bytes.Slice(start, length);
            var children = constructed ? Parse(value, depth + 1, ref budget) : [];
            if (children is null)
            {
                return null;
            }

            objects.Add(new BerTlv(tag, value, children));
        }

        return objects;
    }
}

/// <summary>Walks parsed objects by tags.</summary>
public static class BerTlvPath
{
    /// <summary>The first object at the end of a path of tags, or null. Backtracks over objects of equal tag.</summary>
    public static BerTlv? FindPath(this IEnumerable<BerTlv> objects, params ReadOnlySpan<uint> path)
    {
        foreach (var candidate in objects)
        {
            if (!path.IsEmpty && candidate.Tag == path[0])
            {
                var found = path.Length == 1 ? candidate : candidate.Children.FindPath(path[1..]);
                if (found is not null)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
