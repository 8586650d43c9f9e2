namespace KioskSuite.Journal;

/// <summary>The database file, and the bounds of what waits for it.</summary>
public sealed record JournalOptions(string Path)
{
    /// <summary>Callers whose facts may wait for the writer; a further caller waits outside.</summary>
    public int WaitingCallers { get; init; } = 1024;

    /// <summary>Callers that share one commit.</summary>
    public int CallersPerCommit { get; init; } = 64;

    /// <summary>Payload bytes in one commit; also the most that one caller may append at once.</summary>
    public int BytesPerCommit { get; init; } = 1024 * 1024;

    /// <summary>The write-ahead log is folded into the database when it is larger and the writer is idle.</summary>
    public long CheckpointBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The same without waiting for an idle moment.</summary>
    public long CheckpointBytesWhenBusy { get; init; } = 16 * 1024 * 1024;
}
