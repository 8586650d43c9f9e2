using Google.Protobuf;
using KioskSuite.Jobs.Fold;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs;

/// <summary>The journal with its fold beside it: what is appended is applied before the caller goes on.</summary>
public sealed class Ledger(IJournal journal)
{
    /// <summary>Changes whenever the same entries fold into another state.</summary>
    public const uint FoldVersion = 1;

    private const int Page = 1_000;
    private const int LargestSnapshot = 15 * 1024;
    private const ulong SnapshotEvery = 256;
    private readonly Lock _gate = new();
    private KioskState _state = new();
    private ulong _applied;
    private ulong _snapshot;

    public Position Head => journal.Head;

    public byte[] HashAt(ulong seq) =>
        journal.HashAt(seq) ?? throw new Devices.InvariantException($"no entry {seq} in the journal");

    /// <summary>
    /// Folds what the journal holds: the newest snapshot and what follows it, or everything where an older program
    /// wrote the snapshot. Called once, before anything else.
    /// </summary>
    /// <exception cref="JournalException">A newer program wrote the snapshot, or it holds no state.</exception>
    public void Load()
    {
        if (journal.NewestSnapshot() is { } newest)
        {
            Restore(newest);
        }

        CatchUp();
    }

    /// <summary>
    /// Writes a snapshot when enough was written since the last, so that a start never reads much. A state too large
    /// for one entry is not snapshotted: the start is slower then, and as right.
    /// </summary>
    public async Task SnapshotAsync(CancellationToken stop)
    {
        if (Head.Seq - _snapshot < SnapshotEvery)
        {
            return;
        }

        var snapshot = Take();
        _snapshot = Head.Seq;
        if (snapshot.CalculateSize() <= LargestSnapshot)
        {
            await AppendAsync(0, stop, snapshot);
        }
    }

    /// <summary>Appends in one commit, folds, and returns the entries as stored.</summary>
    public async ValueTask<IReadOnlyList<Entry>> AppendAsync(
        ulong @case, CancellationToken stop, params IMessage[] facts)
    {
        var entries = await journal.AppendAsync([.. facts.Select(f => f.Fact(@case))], stop);
        CatchUp();
        return entries;
    }

    /// <summary>Reads the state under the lock.</summary>
    public T Read<T>(Func<KioskState, T> look)
    {
        lock (_gate)
        {
            return look(_state);
        }
    }

    // Another entry may come between the look and the append, so the snapshot says what it has seen.
    private Snapshot Take()
    {
        lock (_gate)
        {
            return new() { FoldVersion = FoldVersion, Fold = _state.ToFolded().ToByteString(), Upto = _applied };
        }
    }

    private void Restore(Entry newest)
    {
        var snapshot = Parse(newest, Snapshot.Parser, newest.Payload);
        if (snapshot.FoldVersion > FoldVersion)
        {
            throw new JournalException(
                JournalFault.NewerVersion,
                $"state of version {snapshot.FoldVersion}, known is {FoldVersion}",
                newest.Seq);
        }

        if (snapshot.FoldVersion == FoldVersion)
        {
            _state = KioskState.From(Parse(newest, FoldedState.Parser, snapshot.Fold.Span));
            (_applied, _snapshot) = (Math.Min(snapshot.Upto, newest.Seq), newest.Seq);
        }
    }

    private static T Parse<T>(Entry entry, MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalException(JournalFault.Damaged, "a snapshot that holds no state", entry.Seq, e);
        }
    }

    // Two appenders may come here in any order; the journal is read in order, so the fold is applied in order.
    private void CatchUp()
    {
        lock (_gate)
        {
            for (var page = journal.Read(_applied + 1, Page); page.Count > 0; page = journal.Read(_applied + 1, Page))
            {
                foreach (var entry in page)
                {
                    _state.Apply(entry);
                    _applied = entry.Seq;
                }
            }
        }
    }
}
