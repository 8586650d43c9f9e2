namespace KioskSuite.Journal;

/// <summary>
/// At a start, before any journey: removes sealed files that no entry of their case names by hash. They were made
/// durable a moment before the power went, and what the journal does not know did not happen.
/// </summary>
public static class EvidenceSweep
{
    private const int AtOnce = 256;

    /// <returns>How many were removed.</returns>
    public static int Run(IJournal journal, ISealedFolder folder)
    {
        var unnamed = folder.Pending()
            .Select(file => (File: file, Case: folder.LabelOf(file)?.Case ?? 0)).ToList();
        var from = unnamed.Count > 0 ? Math.Max(1, unnamed.Min(u => u.Case)) : ulong.MaxValue;
        while (unnamed.Count > 0 && from <= journal.Head.Seq)
        {
            var entries = journal.Read(from, AtOnce);
            unnamed.RemoveAll(u => entries.Any(e => e.Case == u.Case && Names(e, u.File)));
            from = entries[^1].Seq + 1;
        }

        unnamed.ForEach(u => folder.Delete(u.File));
        return unnamed.Count;
    }

    private static bool Names(Entry entry, SealedFile file) => entry.Payload.AsSpan().IndexOf(file.Sha256) >= 0;
}
