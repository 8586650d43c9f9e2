using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Messages.Central;

namespace KioskSuite.Jobs;

/// <summary>What a ticket must name to be ours.</summary>
public sealed record TicketExpectation(string Kiosk, byte[] Epoch, ulong Case, string Replaces, string Product);

/// <summary>Verifies central's signed ticket; the only maker of an <see cref="IssuePermit"/>.</summary>
/// <remarks>ECDSA P-256 with SHA-256 over exactly the bytes received, IEEE P1363 form, 64 bytes.</remarks>
public sealed class TicketVerifier(string publicKey, TimeProvider time)
{
    private const int ChallengeLength = 16;
    private const int LongestName = 64;
    private const uint LongestSeconds = 3_600;

    private static readonly string[] s_acts = ["feed", "personalise", "stripe", "print", "present"];

    /// <returns>The permit, or <see cref="Problem.TicketInvalid"/> thrown as a failed step.</returns>
    public IssuePermit Verify(Ticket ticket, TicketExpectation expected)
    {
        var signed = ticket.Ticket_ ?? new Signed();
        if (!SignatureHolds(signed))
        {
            throw new StepFailed(Problem.TicketInvalid);
        }

        var body = Parse(signed.Body);
        if (!Ours(body, expected) || !WellFormed(body))
        {
            throw new StepFailed(Problem.TicketInvalid);
        }

        return new IssuePermit(
            body.Ticket, body.Acts.ToHashSet(), body.Blanks.ToHashSet(), body.HostChallenge.ToByteArray())
        {
            ExpiresAt = time.GetTimestamp() + (body.ValidSeconds * time.TimestampFrequency),
        };
    }

    private bool SignatureHolds(Signed signed)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return key.VerifyData(signed.Body.Span, signed.Signature.Span, HashAlgorithmName.SHA256);
    }

    private static TicketBody Parse(ByteString body)
    {
        try
        {
            return TicketBody.Parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new StepFailed(Problem.TicketInvalid);
        }
    }

    private static bool Ours(TicketBody body, TicketExpectation expected) =>
        body.Kiosk == expected.Kiosk && body.Case == expected.Case && body.Replaces == expected.Replaces
        && body.Product == expected.Product && !body.Test && body.Epoch.Span.SequenceEqual(expected.Epoch);

    private static bool WellFormed(TicketBody body) =>
        body.Ticket.Length is > 0 and <= LongestName && body.Card.Length is > 0 and <= LongestName
        && body.HostChallenge.Length == ChallengeLength
        && body.ValidSeconds is > 0 and <= LongestSeconds && s_acts.All(body.Acts.Contains)
        && body.Blanks.Count > 0;
}
