namespace KioskSuite.Journal;

/// <summary>
/// The log in memory with the same hashes; append completes before it returns. For tests in virtual time on one thread:
/// it starts no thread and waits for nothing. <paramref name="epochId"/>: 16 bytes, or 00 to 0f.
/// </summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly HeadWaiters _waiters = new();
    private readonly Chain _chain;
    private readonly int _bytesPerAppend = new JournalOptions("").BytesPerCommit;

    public MemoryJournal(TimeProvider time, byte[]? epochId = null)
    {
        epochId ??= [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        ArgumentOutOfRangeException.ThrowIfNotEqual(epochId.Length, EntryHash.EpochIdSize, nameof(epochId));
        _chain = new Chain(time, epoch: 1, new Position(epochId, 0, new byte[EntryHash.Size]), boot: 1);
        Append([new Fact(JournalKinds.EpochOpened, default)]);
    }

    public Position Head
    {
        get
        {
            lock (_gate)
            {
                return _chain.Head;
            }
        }
    }

    public ValueTask<IReadOnlyList<Entry>> AppendAsync(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return ValueTask.FromCanceled<IReadOnlyList<Entry>>(stop);
        lock (_gate)
        {
            FactRules.Check(facts, _chain.Head.Seq, _bytesPerAppend);
            return ValueTask.FromResult<IReadOnlyList<Entry>>(Append(facts));
        }
    }

    public IReadOnlyList<Entry> Read(ulong fromSeq, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        lock (_gate)
        {
            var skipped = (int)Math.Min(Math.Max(fromSeq, 1) - 1, (ulong)_entries.Count);
            return _entries.GetRange(skipped, Math.Min(limit, _entries.Count - skipped));
        }
    }

    public Task WaitBeyondAsync(ulong seq, CancellationToken stop) => _waiters.WaitAsync(seq, stop);

    public byte[]? HashAt(ulong seq)
    {
        lock (_gate)
        {
            return seq is > 0 && seq <= (ulong)_entries.Count ? _entries[(int)seq - 1].Hash : null;
        }
    }

    public Entry? NewestSnapshot()
    {
        lock (_gate)
        {
            return _entries.FindLast(e => e.Kind == JournalKinds.Snapshot);
        }
    }

    private List<Entry> Append(IReadOnlyList<Fact> facts)
    {
        var head = _chain.Head;
        var entries = _chain.Next(facts, ref head);
        _entries.AddRange(entries);
        _chain.Take(head);
        _waiters.MoveTo(head.Seq);
        return entries;
    }
}
