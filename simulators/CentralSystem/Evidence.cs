using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Judges what a terminal check saw of a new card.</summary>
internal static class Evidence
{
    /// <summary>Where the CVR starts in the IAD: after 07, key index and version; the algorithm follows.</summary>
    public const int CvrAt = 3;

    public const int CvrLength = 4;
    private const int CryptogramLength = 8;
    private const uint OnlineRequest = 0x80;

    /// <summary>Response code "00", which the ARPC covers and follows.</summary>
    public static ReadOnlySpan<byte> Approved => "00"u8;

    /// <returns>One word for the first difference, or null when the card is as it was personalised.</returns>
    public static string? WhyNot(Proof proof, ExpectedApplication expected, ReadOnlySpan<byte> udk)
    {
        var seen = proof.Terminal;
        if (!seen.Aid.Span.SequenceEqual(expected.Aid))
            return "application";
        if (!seen.Aip.Span.SequenceEqual(expected.Aip) || !seen.Afl.Span.SequenceEqual(expected.Afl))
            return "profile";
        if (!SameRecords(seen, expected))
            return "records";
        if (seen.Cid != OnlineRequest)
            return "answer";
        return Genuine(udk, seen, proof.Arqc.Span) ? null : "cryptogram";
    }

    private static bool SameRecords(TerminalView seen, ExpectedApplication expected) =>
        seen.Records.Count == expected.Records.Count
        && seen.Records.Zip(expected.Records).All(pair =>
            pair.First.FileAndRecord == (uint)pair.Second.FileAndRecord
            && pair.First.Sha256.Span.SequenceEqual(pair.Second.Sha256));

    private static bool Genuine(ReadOnlySpan<byte> udk, TerminalView seen, ReadOnlySpan<byte> arqc) =>
        seen.Atc is >= 1 and <= ushort.MaxValue && arqc.Length == CryptogramLength
        && seen.Cdol1Data.Length >= ApplicationCryptogram.TerminalDataLength && seen.Iad.Length >= CvrAt + CvrLength
        && CryptographicOperations.FixedTimeEquals(
            arqc,
            ApplicationCryptogram.Compute(
                udk, seen.Cdol1Data.Span, seen.Aip.Span, (ushort)seen.Atc, seen.Iad.Span.Slice(CvrAt, CvrLength)));
}
