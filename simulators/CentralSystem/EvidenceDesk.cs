using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>A sealed file as far as it has come; <paramref name="WholeAt"/> is null until it is whole.</summary>
internal sealed record EvidenceRow(byte[] Sha256, long Length, byte[] Sealed, long? WholeAt);

/// <summary>
/// Keeps sealed files. A file that is whole has the hash and length that were announced, was opened by central's key,
/// and says itself whose it is. Every method runs in the caller's transaction.
/// </summary>
internal sealed class EvidenceDesk(EvidenceSeal seal)
{
    public const int LargestFile = 512 * 1024;
    public const int MostUnfinished = 64;

    public static EvidenceHave Have(Work work, EvidenceItem item) => Find(work, item) is { } row
        ? new EvidenceHave { Offset = (ulong)row.Sealed.Length, Whole = row.WholeAt is not null }
        : new EvidenceHave();

    /// <summary>Takes the next piece of a file.</summary>
    /// <returns>Its receipt once it is whole, else null.</returns>
    /// <exception cref="Grpc.Core.RpcException">OUT_OF_RANGE: another piece is expected.</exception>
    public EvidenceReceipt? Take(Work work, EvidenceItem item, ulong offset, ByteString data, long at)
    {
        var row = Find(work, item);
        if (row is { WholeAt: { } whole })
            return new EvidenceReceipt { Sha256 = item.Sha256, At = whole };
        var before = row?.Sealed ?? Begin(work, item);
        if (offset != (ulong)before.Length)
            throw Refusal.Gap($"byte {before.Length} is expected");
        Check.Require(before.Length + data.Length <= (long)item.Length, "chunk.data");
        byte[] now = [.. before, .. data.Span];
        var done = now.Length == (long)item.Length;
        work.Execute(
            "UPDATE evidence SET sealed = @now, whole_at = @whole WHERE kiosk = @Kiosk AND name = @Name",
            new { now, whole = done ? at : (long?)null, item.Kiosk, item.Name });
        return done ? new EvidenceReceipt { Sha256 = item.Sha256, At = at } : null;
    }

    /// <summary>One word for why a file that is now whole cannot be kept, or null.</summary>
    public string? WhyNot(Work work, EvidenceItem item)
    {
        var file = Find(work, item)!.Sealed;
        if (!SHA256.HashData(file).AsSpan().SequenceEqual(item.Sha256.Span))
            return "hash";
        if (seal.Open(file) is not { } opened)
            return "seal";
        CryptographicOperations.ZeroMemory(opened.Content);
        return (opened.Kiosk, opened.Case, opened.Name) == (item.Kiosk, item.Case, item.Name) ? null : "label";
    }

    /// <summary>Forgets what came of a file that cannot be kept; the kiosk still has its own.</summary>
    public static int Drop(Work work, EvidenceItem item) =>
        work.Execute("DELETE FROM evidence WHERE kiosk = @Kiosk AND name = @Name", new { item.Kiosk, item.Name });

    private static byte[] Begin(Work work, EvidenceItem item)
    {
        var unfinished = work.One<long>(
            "SELECT count(*) FROM evidence WHERE kiosk = @Kiosk AND whole_at IS NULL", new { item.Kiosk });
        if (unfinished >= MostUnfinished)
            throw Refusal.TooMuch("too many unfinished files");
        work.Execute(
            "INSERT INTO evidence VALUES (@Kiosk, @Name, @Case, @Sha256, @Length, @Nothing, NULL)",
            new
            {
                item.Kiosk,
                item.Name,
                Case = (long)item.Case,
                Sha256 = item.Sha256.ToByteArray(),
                Length = (long)item.Length,
                Nothing = Array.Empty<byte>(),
            });
        return [];
    }

    private static EvidenceRow? Find(Work work, EvidenceItem item)
    {
        var row = work.One<EvidenceRow>(
            """
            SELECT sha256 AS Sha256, length AS Length, sealed AS Sealed, whole_at AS WholeAt FROM evidence
            WHERE kiosk = @Kiosk AND name = @Name
            """,
            new { item.Kiosk, item.Name });
        var same = row is null
            || (row.Length == (long)item.Length && row.Sha256.AsSpan().SequenceEqual(item.Sha256.Span));
        return same ? row : throw Refusal.OtherBody();
    }
}
