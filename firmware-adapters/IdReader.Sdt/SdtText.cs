using System.Buffers.Binary;

namespace KioskSuite.IdReader.Sdt;

/// <summary>Rules for text as a card holds it.</summary>
internal static class SdtText
{
    /// <summary>Stands in the place of the last day of validity on documents without one.</summary>
    internal const string LongTerm = "长期";

    /// <summary>
    /// No unpaired surrogate, control character or noncharacter; private use (rare names) is allowed.
    /// </summary>
    internal static bool IsClean(ReadOnlySpan<byte> utf16)
    {
        for (var at = 0; at < utf16.Length; at += 2)
        {
            var one = (char)BinaryPrimitives.ReadUInt16LittleEndian(utf16[at..]);
            if (char.IsHighSurrogate(one))
            {
                at += 2;
                if (at >= utf16.Length
                    || !char.IsLowSurrogate((char)BinaryPrimitives.ReadUInt16LittleEndian(utf16[at..])))
                {
                    return false;
                }
            }
            else if (char.IsLowSurrogate(one) || char.IsControl(one) || one >= '\uFFFE')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Eight digits; the calendar is not checked, since old records hold day 00.</summary>
    internal static bool IsDate(string text) => text.Length == 8 && text.All(char.IsAsciiDigit);
}
