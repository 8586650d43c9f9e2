using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The hash of a log entry, computed here by itself so that kiosk and central cannot share one bug.</summary>
internal static class EntryHash
{
    private static readonly byte[] Magic = "KSJ1\0"u8.ToArray();

    /// <summary>
    /// SHA-256 over magic, epoch (16), sequence (u64), previous hash (32), wall time (i64), boot (u32), monotonic time
    /// (i64), case (u64), kind (u16 length, UTF-8), payload (u32 length); integers big-endian.
    /// </summary>
    public static byte[] Of(ReadOnlySpan<byte> epoch, Row row, ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var kind = Encoding.UTF8.GetBytes(row.Kind);
        Span<byte> number = stackalloc byte[8];
        hash.AppendData(Magic);
        hash.AppendData(epoch);
        Append(hash, number, row.Seq, 8);
        hash.AppendData(previous);
        Append(hash, number, (ulong)row.At, 8);
        Append(hash, number, row.Boot, 4);
        Append(hash, number, (ulong)row.Mono, 8);
        Append(hash, number, row.Case, 8);
        Append(hash, number, (ulong)kind.Length, 2);
        hash.AppendData(kind);
        Append(hash, number, (ulong)row.Payload.Length, 4);
        hash.AppendData(row.Payload.Span);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, Span<byte> number, ulong value, int bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(number, value);
        hash.AppendData(number[^bytes..]);
    }
}
