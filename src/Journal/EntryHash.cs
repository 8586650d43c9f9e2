using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KioskSuite.Journal;

/// <summary>
/// SHA-256 over "KSJ1\0", epoch id[16], u64 seq, previous hash[32], i64 at, u32 boot, i64 mono, u64 case,
/// u16 length and kind, u32 length and payload; integers big-endian. The first entry of the first epoch has 32 zero
/// bytes as previous hash; the first of a later epoch has its parent's. This is the format on disk: it never changes.
/// </summary>
public static class EntryHash
{
    public const int Size = SHA256.HashSizeInBytes;
    public const int EpochIdSize = 16;

    private const int FixedSize = 5 + EpochIdSize + 8 + Size + 8 + 4 + 8 + 8 + 2 + 4;

    private static ReadOnlySpan<byte> Domain => "KSJ1\0"u8;

    /// <summary>The 32 bytes. <paramref name="kind"/> is UTF-8, at most 65,535 bytes.</summary>
    public static byte[] Of(
        ReadOnlySpan<byte> epochId, ulong seq, ReadOnlySpan<byte> previous, long at, uint boot, long mono, ulong @case,
        ReadOnlySpan<byte> kind, ReadOnlySpan<byte> payload)
    {
        var size = FixedSize + kind.Length + payload.Length;
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var rest = rented.AsSpan();
            Put(ref rest, Domain);
            Put(ref rest, epochId[..EpochIdSize]);
            Put64(ref rest, seq);
            Put(ref rest, previous[..Size]);
            Put64(ref rest, (ulong)at);
            Put32(ref rest, boot);
            Put64(ref rest, (ulong)mono);
            Put64(ref rest, @case);
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)kind.Length));
            rest = rest[2..];
            Put(ref rest, kind);
            Put32(ref rest, (uint)payload.Length);
            Put(ref rest, payload);
            return SHA256.HashData(rented.AsSpan(0, size));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void Put32(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(rest, value);
        rest = rest[4..];
    }

    private static void Put64(ref Span<byte> rest, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(rest, value);
        rest = rest[8..];
    }
}
