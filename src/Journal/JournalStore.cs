namespace KioskSuite.Journal;

/// <summary>
/// The log on SQLite. One writer owns the only read-write connection; readers have their own. After
/// <see cref="DisposeAsync"/> the database is one closed file.
/// </summary>
public sealed class JournalStore : IJournal, IAsyncDisposable
{
    private readonly JournalOptions _options;
    private readonly AppendQueue _queue;
    private readonly HeadWaiters _waiters;
    private readonly JournalWriter _writer;
    private readonly JournalReader _reader;

    private JournalStore(
        JournalOptions options, AppendQueue queue, HeadWaiters waiters, JournalWriter writer, JournalReader reader) =>
        (_options, _queue, _waiters, _writer, _reader) = (options, queue, waiters, writer, reader);

    public Position Head => _writer.Head;

    /// <summary>
    /// Completes when the log ended: with the error of a failed commit (then the process starts anew), or with
    /// null after it was closed.
    /// </summary>
    public Task<JournalException?> Ended => _writer.Ended;

    /// <summary>
    /// Opens or creates the log and proves it: all of it after a cut, from the newest snapshot on after an orderly
    /// end. Throws <see cref="JournalException"/> where it is refused; then
    /// the file is as it was. Cancelling gives up waiting: what was opened is closed again.
    /// </summary>
    public static Task<JournalStore> OpenAsync(JournalOptions options, TimeProvider time, CancellationToken stop) =>
        OpenAsync(options, time, new OwnThread(), stop);

    /// <param name="thread">Where the writer works.</param>
    internal static async Task<JournalStore> OpenAsync(
        JournalOptions options, TimeProvider time, IWriterThread thread, CancellationToken stop)
    {
        var queue = new AppendQueue(options, thread);
        var waiters = new HeadWaiters();
        var writer = new JournalWriter(options, time, queue, waiters, thread);
        try
        {
            await writer.OpenAsync().WaitAsync(stop);
            return new JournalStore(options, queue, waiters, writer, JournalReader.Beside(options.Path));
        }
        catch
        {
            queue.End(Closed());
            throw;
        }
    }

    public ValueTask<IReadOnlyList<Entry>> AppendAsync(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        var bytes = FactRules.Check(facts, Head.Seq, _options.BytesPerCommit);
        return _queue.AddAsync(new AppendRequest(facts, bytes, stop));
    }

    public IReadOnlyList<Entry> Read(ulong fromSeq, int limit) => _reader.Read(fromSeq, limit);

    public Task WaitBeyondAsync(ulong seq, CancellationToken stop) => _waiters.WaitAsync(seq, stop);

    public byte[]? HashAt(ulong seq) => _reader.HashAt(seq);

    public Entry? NewestSnapshot() => _reader.NewestSnapshot();

    /// <summary>Writes what waits, folds the write-ahead log into the database and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        var closed = Closed();
        // The reader first: the last connection to close removes the write-ahead log, and it has to be the writer.
        _reader.Dispose();
        _queue.End(closed);
        await _writer.Ended;
        _waiters.End(closed);
    }

    private static JournalException Closed() => new(JournalFault.Closed, "closed");
}
