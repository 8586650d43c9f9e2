using Microsoft.Data.Sqlite;

namespace KioskSuite.Journal;

/// <summary>
/// The one thread that owns the read-write connection: opens, commits in groups, folds the write-ahead log, closes. An
/// error in a commit leaves the disk's state unknown, so it ends the writer and fails everybody who waits.
/// </summary>
internal sealed class JournalWriter(JournalOptions options, TimeProvider time, AppendQueue queue, HeadWaiters waiters)
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<JournalException?> _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Chain? _chain;
    private long _checkpointAt = options.CheckpointBytes;
    private volatile Position? _head;

    public Position Head => _head ?? throw new InvalidOperationException("the log is not open");

    /// <summary>Completes after the file is closed, with the error that ended the writer or null.</summary>
    public Task<JournalException?> Ended => _ended.Task;

    public Task OpenAsync()
    {
        new Thread(Run) { IsBackground = true, Name = "journal" }.Start();
        return _opened.Task;
    }

    private void Run()
    {
        JournalLock held;
        SqliteConnection connection;
        try
        {
            (held, connection, _chain) = new JournalOpening(options.Path, time).Open();
        }
        catch (Exception e)
        {
            var isTheFiles = e is SqliteException or IOException or UnauthorizedAccessException;
            _opened.SetException(isTheFiles ? JournalFile.Fault(e) : e);
            _ended.SetResult(null);
            return;
        }

        Publish(_chain.Head);
        _opened.SetResult();
        JournalException? failed;
        using (held)
        {
            failed = Serve(connection);
        }

        _ended.SetResult(failed);
    }

    private JournalException? Serve(SqliteConnection connection)
    {
        using (connection)
        {
            var failed = CommitUntilEnded(connection);
            if (failed is null && !TryCheckpoint(connection))
                failed = new JournalException(JournalFault.WriteFailed, "the write-ahead log could not be folded in");
            if (failed is not null)
                Sqlite.LeaveAsIs(connection);
            return failed;
        }
    }

    private JournalException? CommitUntilEnded(SqliteConnection connection)
    {
        using var insert = new EntryInsert(connection);
        using var begin = connection.Command("BEGIN IMMEDIATE");
        using var commit = connection.Command("COMMIT");
        while (queue.TakeAll() is { Count: > 0 } requests)
        {
            try
            {
                begin.ExecuteNonQuery();
                var (head, written) = Insert(insert, requests);
                commit.ExecuteNonQuery();
                Complete(head, written);
                CheckpointIfDue(connection);
            }
            catch (Exception e)
            {
                return FailAll(requests, e);
            }
        }

        return null;
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
