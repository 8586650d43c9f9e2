namespace KioskSuite.Journal;

/// <summary>
/// What happened, before it has a place. <paramref name="Kind"/>: 1 to 64 printable ASCII characters without blanks.
/// <paramref name="Payload"/>: at most 16 KiB. <paramref name="Case"/>: the sequence that opened the case, 0 for none;
/// with <paramref name="OpensCase"/> it stays 0 here and becomes the entry's own sequence.
/// </summary>
public sealed record Fact(string Kind, ReadOnlyMemory<byte> Payload, ulong Case = 0, bool OpensCase = false)
{
    public override string ToString() => $"{Kind}, case {Case}, {Payload.Length} bytes";
}

/// <summary>The kinds that the log itself knows; every other kind belongs to those who write it.</summary>
public static class JournalKinds
{
    /// <summary>The first entry of an epoch; empty.</summary>
    public const string EpochOpened = "epoch.opened";

    /// <summary>The state after the entry before it. A start reads the newest one and what follows.</summary>
    public const string Snapshot = "snapshot";
}

/// <summary>
/// A committed entry. <paramref name="At"/>: Unix milliseconds (a record, never logic). <paramref name="Mono"/>:
/// nanoseconds since the log was opened for the <paramref name="Boot"/>-th time. <paramref name="Hash"/>: 32 bytes, see
/// <see cref="EntryHash"/>. The payload is what was hashed; it is never encoded again.
/// </summary>
public sealed record Entry(
    ulong Seq, uint Epoch, long At, uint Boot, long Mono, ulong Case, string Kind, byte[] Payload, byte[] Hash)
{
    public override string ToString() => $"{Epoch}/{Seq} {Kind}, case {Case}, {Payload.Length} bytes";
}

/// <summary>Where the log stands: epoch id (16 bytes), sequence, hash (32 bytes).</summary>
public sealed record Position(byte[] EpochId, ulong Seq, byte[] Hash)
{
    public override string ToString() => $"{Convert.ToHexStringLower(EpochId.AsSpan(0, 4))}/{Seq}";
}

/// <summary>
/// The append-only log. Gapless sequence from 1, one hash chain. Safe for many callers.
/// </summary>
public interface IJournal
{
    /// <summary>The last committed entry's position.</summary>
    Position Head { get; }

    /// <summary>
    /// Writes the facts in order in one commit and completes when they are durable. <paramref name="stop"/> counts
    /// only until the writer has taken the facts; then the answer is awaited, so the caller always knows. Throws
    /// <see cref="ArgumentException"/> for facts outside the bounds and <see cref="JournalException"/> once the log
    /// stopped.
    /// </summary>
    ValueTask<IReadOnlyList<Entry>> AppendAsync(IReadOnlyList<Fact> facts, CancellationToken stop);

    /// <summary>Committed entries from this sequence on, in order, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<Entry> Read(ulong fromSeq, int limit);

    /// <summary>Completes when the head's sequence is greater than <paramref name="seq"/>.</summary>
    Task WaitBeyondAsync(ulong seq, CancellationToken stop);

    /// <summary>The hash of a committed entry, or null where there is none.</summary>
    byte[]? HashAt(ulong seq);

    /// <summary>The newest entry of kind <see cref="JournalKinds.Snapshot"/>, or null where there is none.</summary>
    Entry? NewestSnapshot();
}
