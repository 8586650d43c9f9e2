using System.Buffers.Binary;
using System.Collections.ObjectModel;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Tlv;

/// <summary>
/// A data grouping (EMV CPS 1.1 §2.2): identifier of 2 bytes, length of 1 byte (00 to FE) or FF and 2 bytes, value.
/// </summary>
public sealed record Dgi(ushort Tag, ReadOnlyMemory<byte> Value)
{
    private const int MaxGroups = 512;

    public byte[] Build()
    {
        InvariantException.Require(Value.Length <= ushort.MaxValue, "DGI value too long");
        var isLong = Value.Length >= byte.MaxValue;
        var bytes = new byte[(isLong ? 5 : 3) + Value.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Tag);
        bytes[2] = isLong ? byte.MaxValue : (byte)Value.Length;
        if (isLong)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(3), (ushort)Value.Length);
        }

        Value.CopyTo(bytes.AsMemory(bytes.Length - Value.Length));
        return bytes;
    }

    /// <summary>Parses a sequence of complete groupings (at most 512); anything else is garbage.</summary>
    public static Outcome<ReadOnlyCollection<Dgi>> Parse(ReadOnlyMemory<byte> bytes)
    {
        var groups = new List<Dgi>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < 3 || groups.Count == MaxGroups)
            {
                return DeviceFault.Garbage;
            }

            var head = bytes.Span[2] == byte.MaxValue ? 5 : 3;
            if (bytes.Length < head)
            {
                return DeviceFault.Garbage;
            }

            int length = head == 3 ? bytes.Span[2] : BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[3..]);
            if (bytes.Length - head < length)
            {
                return DeviceFault.Garbage;
            }

            groups.Add(new Dgi(BinaryPrimitives.ReadUInt16BigEndian(bytes.Span), bytes.Slice(head, length)));
            bytes = bytes[(head + length)..];
        }

        return groups.AsReadOnly();
    }

    public override string ToString() => $"DGI {Tag:X4}, {Value.Length} bytes";
}
