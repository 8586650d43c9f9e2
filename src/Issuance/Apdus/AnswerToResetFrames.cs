using KioskSuite.Devices;

namespace KioskSuite.Issuance.Apdus;

/// <summary>An answer to reset, taken apart (ISO/IEC 7816-3 §8.2).</summary>
/// <param name="Inverse">Inverse convention (3F), else direct (3B).</param>
/// <param name="Protocols">Transmission protocols in the order of offering; the first is the default.</param>
/// <param name="Speed">TA1: clock and baud rate factors; 11 is the default of 372 and 1.</param>
/// <param name="Specific">TA2 is there: the card speaks its first protocol only and nothing is negotiated.</param>
/// <param name="InformationField">Longest block a T=1 card takes, 1 to 254; 32 where it does not say.</param>
/// <param name="Historical">0 to 15 bytes.</param>
public sealed record AnswerToReset(
    bool Inverse,
    IReadOnlyList<int> Protocols,
    byte Speed,
    bool Specific,
    int InformationField,
    ReadOnlyMemory<byte> Historical)
{
    /// <summary>Longest answer.</summary>
    public const int MaxLength = 33;

    private const byte Direct = 0x3B;
    private const byte InverseConvention = 0x3F;
    private const byte DefaultSpeed = 0x11;
    private const int DefaultInformationField = 32;
    private const int LongestInformationField = 0xFE;
    private const int Low = 0x0F;
    private const int HasA = 1;
    private const int HasD = 8;

    /// <summary>
    /// Parses the whole answer. A wrong length, a wrong check byte, or one that is missing or too many is garbage:
    /// PC/SC checks none of it.
    /// </summary>
    public static Outcome<AnswerToReset> Parse(ReadOnlyMemory<byte> atr)
    {
        var bytes = atr.Span;
        if (bytes.Length is < 2 or > MaxLength || bytes[0] is not (Direct or InverseConvention))
        {
            return Garbage("start");
        }

        List<int> protocols = [];
        var (speed, specific, field) = (DefaultSpeed, false, DefaultInformationField);
        var (at, follows) = (2, bytes[1] >> 4);
        for (var group = 1; follows != 0; group++)
        {
            var count = int.PopCount(follows);
            if (bytes.Length - at < count)
            {
                return Garbage("interface bytes");
            }

            if ((follows & HasA) != 0)
            {
                speed = group == 1 ? bytes[at] : speed;
                specific |= group == 2;
                field = group > 2 && protocols[^1] == 1 ? bytes[at] : field;
            }

            var next = (follows & HasD) != 0 ? bytes[at + count - 1] : 0;
            if ((follows & HasD) != 0)
            {
                protocols.Add(next & Low);
            }

            (at, follows) = (at + count, next >> 4);
        }

        var historical = bytes[1] & Low;
        var check = protocols.Exists(p => p != 0) ? 1 : 0;
        if (bytes.Length != at + historical + check || field is 0 or > LongestInformationField)
        {
            return Garbage("length");
        }

        if (check == 1 && Sum(bytes[1..]) != 0)
        {
            return Garbage("check byte");
        }

        int[] offered = protocols.Count == 0 ? [0] : [.. protocols.Distinct()];
        return new AnswerToReset(
            bytes[0] == InverseConvention, offered, speed, specific, field, atr.Slice(at, historical));
    }

    public override string ToString() =>
        $"ATR, T={string.Join(",", Protocols)}, TA1 {Speed:X2}, {Historical.Length} historical bytes";

    private static Failure Garbage(string where) => new(DeviceFault.Garbage, $"ATR: {where}");

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var b in bytes)
        {
            sum ^= b;
        }

        return sum;
    }
}
