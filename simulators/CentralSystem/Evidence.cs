using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Judges what a terminal check saw of a new card.</summary>
internal static class Evidence
{
    private const uint OnlineRequest = 0x80;

    /// <summary>Response code "00", which the ARPC covers and follows.</summary>
    public static ReadOnlySpan<byte> Approved => "00"u8;

    /// <summary>The counter before the check on either interface; null when the card does not tell.</summary>
    public static long? StartOf(TerminalView seen)
    {
        long? contact = seen.HasStartAtc ? seen.StartAtc : null;
        return seen.Contactless is { Atc: > 0 } near ? Math.Min(contact ?? near.Atc - 1, near.Atc - 1) : contact;
    }

    /// <returns>One word for the first difference, or null when the card is as it was personalised.</returns>
    public static string? WhyNot(Proof proof, ExpectedApplication expected, DebitApplication application)
    {
        var seen = proof.Terminal;
        if (!seen.Aid.Span.SequenceEqual(expected.Aid))
            return "application";
        if (!seen.Aip.Span.SequenceEqual(expected.Aip) || !seen.Afl.Span.SequenceEqual(expected.Afl))
            return "profile";
        if (!SameRecords(seen.Records, expected.Records))
            return "records";
        if (seen is { HasLogEmpty: true, LogEmpty: false })
            return "log";
        if (seen.Cid != OnlineRequest)
            return "answer";
        if (NamesOther(application, seen.Iad.Span))
            return "key version";
        if (!Genuine(application, seen.Atc, seen.Cdol1Data.Span, seen.Aip.Span, seen.Iad.Span, proof.Arqc.Span))
            return "cryptogram";
        if (expected.Authentication != OfflineAuthentication.None
            && seen.Authentication != $"{expected.Authentication}")
            return "authentication";
        return seen.Contactless is null ? null : WhyNot(seen, seen.Contactless, expected, application);
    }

    /// <summary>The same of what was seen over the antenna; the counter is never the same twice.</summary>
    private static string? WhyNot(
        TerminalView contact, ContactlessView seen, ExpectedApplication expected, DebitApplication application)
    {
        var ours = expected.Contactless;
        if (ours is not null && !(seen.Aip.Span.SequenceEqual(ours.Aip) && seen.Afl.Span.SequenceEqual(ours.Afl)))
            return "contactless profile";
        if (ours is not null && !SameRecords(seen.Records, ours.Records))
            return "contactless records";
        if (seen.Atc == contact.Atc)
            return "contactless counter";
        if (ours is not null && expected.Authentication != OfflineAuthentication.None
            && seen.Authentication != $"{OfflineAuthentication.Dynamic}")
            return "contactless authentication";
        if (NamesOther(application, seen.Iad.Span))
            return "contactless key version";
        var genuine = Genuine(
            application, seen.Atc, seen.TerminalData.Span, seen.Aip.Span, seen.Iad.Span, seen.Arqc.Span);
        return genuine ? null : "contactless cryptogram";
    }

    private static bool SameRecords(
        IEnumerable<Messages.Central.RecordDigest> seen, IReadOnlyList<Issuance.Terminal.RecordDigest> expected) =>
        seen.Count() == expected.Count
        && seen.Zip(expected).All(pair =>
            pair.First.FileAndRecord == (uint)pair.Second.FileAndRecord
            && pair.First.Sha256.Span.SequenceEqual(pair.Second.Sha256));

    // A card that names another version than its own would be declined in every shop.
    private static bool NamesOther(DebitApplication application, ReadOnlySpan<byte> iad) =>
        IssuerApplicationData.KeyIndexOf(iad) is { } index && index != application.KeyVersion.DerivationKeyIndex;

    private static bool Genuine(
        DebitApplication application,
        uint atc,
        ReadOnlySpan<byte> terminalData,
        ReadOnlySpan<byte> aip,
        ReadOnlySpan<byte> iad,
        ReadOnlySpan<byte> arqc) =>
        atc is >= 1 and <= ushort.MaxValue
        && CryptogramCheck.Verify(application.Suite, application.UdkAc, aip, terminalData, (ushort)atc, iad, arqc);
}
