using System.Collections.ObjectModel;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Tlv;

/// <summary>One line of a data object list: which object, and how many bytes of it (0 to 252).</summary>
public readonly record struct DolEntry(uint Tag, int Length);

/// <summary>Data object lists: PDOL, CDOL1, CDOL2 (EMV Book 3 §5.4).</summary>
public static class DataObjectList
{
    /// <summary>A filled list travels in one short APDU.</summary>
    public const int MaxFilled = 252;

    /// <summary>Parses a list; its filled length over 252 bytes is garbage, and so is a cut entry.</summary>
    public static Outcome<ReadOnlyCollection<DolEntry>> Parse(ReadOnlyMemory<byte> bytes)
    {
        var entries = new List<DolEntry>();
        var reader = new TlvReader(bytes.Span);
        var total = 0;
        while (!reader.AtEnd)
        {
            if (!reader.TryTag(out var tag) || !reader.TryLength(out var length))
            {
                return DeviceFault.Garbage;
            }

            total += length;
            if (total > MaxFilled || entries.Count == MaxFilled)
            {
                return DeviceFault.Garbage;
            }

            entries.Add(new DolEntry(tag, length));
        }

        return entries.AsReadOnly();
    }

    /// <summary>
    /// Concatenates the values asked for. Unknown objects are zeros; numeric ones are cut and filled on the left.
    /// </summary>
    /// <param name="entries">The parsed list.</param>
    /// <param name="valueOf">Value and whether it is numeric (format n); empty when unknown.</param>
    public static byte[] Fill(IEnumerable<DolEntry> entries, Func<uint, (byte[] Value, bool Numeric)> valueOf)
    {
        var filled = new List<byte>();
        foreach (var (tag, length) in entries)
        {
            var (value, numeric) = valueOf(tag);
            var field = new byte[length];
            var kept = Math.Min(length, value.Length);
            var from = numeric ? value.AsSpan(value.Length - kept) : value.AsSpan(0, kept);
            from.CopyTo(field.AsSpan(numeric ? length - kept : 0));
            filled.AddRange(field);
        }

        return [.. filled];
    }
}
