using Google.Protobuf;
using KioskSuite.Jobs.Fold;
using KioskSuite.Journal;

namespace KioskSuite.Jobs;

/// <summary>The journal with its fold beside it: what is appended is applied before the caller goes on.</summary>
public sealed class Ledger(IJournal journal)
{
    private const int Page = 1_000;
    private readonly Lock _gate = new();
    private readonly KioskState _state = new();
    private ulong _applied;

    public Position Head => journal.Head;

    public byte[] HashAt(ulong seq) =>
        journal.HashAt(seq) ?? throw new Devices.InvariantException($"no entry {seq} in the journal");

    /// <summary>Folds what the journal holds. Called once, before anything else.</summary>
    public void Load() => CatchUp();

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
