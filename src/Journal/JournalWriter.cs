using Microsoft.Data.Sqlite;

namespace KioskSuite.Journal;

/// <summary>
/// Owns the read-write connection, on one thread: opens, commits in groups, folds the write-ahead log, closes. An
/// error in a commit leaves the disk's state unknown, so it ends the writer and fails everybody who waits.
/// </summary>
internal sealed class JournalWriter(
    JournalOptions options, TimeProvider time, AppendQueue queue, HeadWaiters waiters, IWriterThread thread)
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<JournalException?> _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalLock? _held;
    private SqliteConnection? _connection;
    private EntryInsert? _insert;
    private Chain? _chain;
    private long _checkpointAt = options.CheckpointBytes;
    private volatile Position? _head;

    public Position Head => _head ?? throw new InvalidOperationException("the log is not open");

    /// <summary>Completes after the file is closed, with the error that ended the writer or null.</summary>
    public Task<JournalException?> Ended => _ended.Task;

    /// <summary>True while there is nothing to serve and more may come.</summary>
    public bool IsIdle => queue.IsEmpty && !queue.HasEnded;

    public Task OpenAsync()
    {
        thread.Start(this);
        return _opened.Task;
    }

    /// <summary>On the writer's thread, first. False where the file is refused.</summary>
    public bool Open()
    {
        try
        {
            (_held, _connection, _chain) = new JournalOpening(options.Path, time).Open();
        }
        catch (Exception e)
        {
            var isTheFiles = e is SqliteException or IOException or UnauthorizedAccessException;
            _opened.SetException(isTheFiles ? JournalFile.Fault(e) : e);
            _ended.SetResult(null);
            return false;
        }

        _insert = new EntryInsert(_connection);
        Publish(_chain.Head);
        _opened.SetResult();
        return true;
    }

    /// <summary>On the writer's thread: commits all that waits. False when the log ended; then it is closed.</summary>
    public bool Serve()
    {
        while (queue.TakeAll() is { Count: > 0 } requests)
        {
            if (Commit(requests) is not { } failed)
                continue;
            Close(failed);
            return false;
        }

        if (!queue.HasEnded)
            return true;
        Close(TryCheckpoint(_connection!)
            ? null
            : new JournalException(JournalFault.WriteFailed, "the write-ahead log could not be folded in"));
        return false;
    }

    private void Close(JournalException? failed)
    {
        _insert!.Dispose();
        if (failed is not null)
            Sqlite.LeaveAsIs(_connection!);
        _connection!.Dispose();
        _held!.Dispose();
        _ended.SetResult(failed);
    }

    private JournalException? Commit(List<AppendRequest> requests)
    {
        try
        {
            _connection!.Execute("BEGIN IMMEDIATE");
            var (head, written) = Insert(_insert!, requests);
            _connection!.Execute("COMMIT");
            Complete(head, written);
            CheckpointIfDue(_connection!);
            return null;
        }
        catch (Exception e)
        {
            return FailAll(requests, e);
        }
    }

    private (Position Head, List<(AppendRequest, List<Entry>)> Written) Insert(
        EntryInsert insert, List<AppendRequest> requests)
    {
        var head = _chain!.Head;
        var written = new List<(AppendRequest, List<Entry>)>(requests.Count);
        foreach (var request in requests)
        {
            if (request.Stop.IsCancellationRequested)
            {
                request.Written.SetCanceled(request.Stop);
                continue;
            }

            var entries = _chain.Next(request.Facts, ref head);
            entries.ForEach(insert.Run);
            written.Add((request, entries));
        }

        return (head, written);
    }

    private void Complete(Position head, List<(AppendRequest Request, List<Entry> Entries)> written)
    {
        _chain!.Take(head);
        Publish(head);
        foreach (var (request, entries) in written)
        {
            request.Written.SetResult(entries);
        }
    }

    private void Publish(Position head)
    {
        _head = head;
        waiters.MoveTo(head.Seq);
    }

    private JournalException FailAll(List<AppendRequest> requests, Exception cause)
    {
        var failed = new JournalException(JournalFault.WriteFailed, "a commit failed; open the log anew", null, cause);
        queue.End(failed);
        waiters.End(failed);
        while (requests.Count > 0)
        {
            requests.ForEach(request => request.Written.TrySetException(failed));
            requests = queue.TakeAll();
        }

        return failed;
    }

    private void CheckpointIfDue(SqliteConnection connection)
    {
        var size = Sqlite.LogSize(options.Path);
        if (size <= _checkpointAt || (!queue.IsEmpty && size <= options.CheckpointBytesWhenBusy))
            return;
        // A reader in the way: try again when the log has grown by as much.
        _checkpointAt = Checkpoint(connection) ? options.CheckpointBytes : size + options.CheckpointBytes;
    }

    /// <summary>False where a reader was in the way.</summary>
    private static bool Checkpoint(SqliteConnection connection) =>
        connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)") is 0L;

    private static bool TryCheckpoint(SqliteConnection connection)
    {
        try
        {
            Checkpoint(connection);
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
