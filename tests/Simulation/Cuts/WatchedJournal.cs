using KioskSuite.Journal;

namespace KioskSuite.Simulation.Cuts;

/// <summary>The real journal, each commit of which is a place to cut, and after each of which all must hold.</summary>
internal sealed class WatchedJournal(JournalStore inner, Watch watch, CutRecorder? cuts) : IJournal
{
    public Position Head => inner.Head;

    public async ValueTask<IReadOnlyList<Entry>> AppendAsync(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        cuts?.Before(facts);
        var entries = await inner.AppendAsync(facts, stop);
        cuts?.After(entries);
        watch.After(entries);
        return entries;
    }

    public IReadOnlyList<Entry> Read(ulong fromSeq, int limit) => inner.Read(fromSeq, limit);

    public Task WaitBeyondAsync(ulong seq, CancellationToken stop) => inner.WaitBeyondAsync(seq, stop);

    public byte[]? HashAt(ulong seq) => inner.HashAt(seq);

    public Entry? NewestSnapshot() => inner.NewestSnapshot();
}
