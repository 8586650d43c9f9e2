using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>What both kernels ask of an answer with a cryptogram. Pure.</summary>
internal static class TraceRules
{
    private const int IadHead = 8;
    private const int CvrLengthAt = 3;
    private const int CvrLength = 3;
    private const int TypeAt = 4;
    private const int AlgorithmAt = 7;
    private const int OnlineType = 2;

    public static void Check(
        InterfaceTrace trace, ReadOnlySpan<byte> iad, InterfaceTrace? before, RemarkList remarks)
    {
        remarks.AddWhen(!Readable(iad), IssuerDataMalformed, EmvTag.IssuerApplicationData);
        if (before is not null)
        {
            remarks.AddWhen(trace.Atc <= before.Atc, CounterNotHigher, EmvTag.Atc);
            remarks.AddWhen(!trace.Account.AsSpan().SequenceEqual(before.Account), InterfacesDiffer, EmvTag.Track2);
        }
    }

    /// <summary>The CVR say that the first cryptogram of the transaction is an ARQC.</summary>
    public static bool IsOnline(ReadOnlySpan<byte> iad) =>
        Readable(iad) && ((iad[TypeAt] >> 4) & 3) == OnlineType;

    /// <summary>07, key index, version, CVR (03 and 3 bytes), algorithm 01 or 04 (PBOC 3.0).</summary>
    private static bool Readable(ReadOnlySpan<byte> iad) =>
        iad.Length >= IadHead && iad[0] == IadHead - 1 && iad[CvrLengthAt] == CvrLength
        && iad[AlgorithmAt] is (1 or 4);
}
