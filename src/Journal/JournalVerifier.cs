using Microsoft.Data.Sqlite;

namespace KioskSuite.Journal;

/// <summary>
/// What a walk over a log found: <paramref name="Entries"/> good ones, and where it is not <see cref="Ok"/> the first
/// bad sequence and why (<c>gap</c>, <c>hash</c>, <c>epoch</c>, <c>parent</c>, <c>type</c>, <c>page</c>).
/// </summary>
public sealed record Verification(ulong Entries, ulong BadSeq = 0, string Why = "")
{
    public bool Ok => Why.Length == 0;

    public override string ToString() => Ok ? $"ok {Entries} entries" : $"bad {BadSeq} {Why}";
}

/// <summary>
/// Recomputes every hash and the chain, read-only, beside a running writer or without one. It cannot see that entries
/// are missing at the end: only central's acknowledgement can.
/// </summary>
public static class JournalVerifier
{
    /// <summary>Throws <see cref="JournalException"/> where the file is no log of a known version.</summary>
    public static Verification Verify(string path)
    {
        var quiet = !Sqlite.HasLog(path);
        var found = VerifyOnce(path);
        // A writer that opened meanwhile changes pages under a reader that thought itself alone.
        return !found.Ok && quiet && Sqlite.HasLog(path) ? VerifyOnce(path) : found;
    }

    /// <summary>The same over an open connection; the caller holds one read transaction around it.</summary>
    internal static Verification Verify(SqliteConnection connection) => Verify(connection, anchor: 0);

    /// <summary>
    /// From the newest snapshot on: what a start after an orderly end needs, whatever the log's length.
    /// </summary>
    internal static Verification VerifyTail(SqliteConnection connection)
    {
        try
        {
            var anchor = connection.Scalar(
                $"SELECT seq FROM entry WHERE kind = '{JournalKinds.Snapshot}' ORDER BY seq DESC LIMIT 1");
            return Verify(connection, anchor is long seq and > 1 ? (ulong)seq - 1 : 0);
        }
        catch (SqliteException)
        {
            return new Verification(0, 1, "page"); // the search for the snapshot met the damaged page
        }
    }

    private static Verification Verify(SqliteConnection connection, ulong anchor)
    {
        var walk = new ChainWalk();
        try
        {
            walk.ReadEpochs(connection);
            if (anchor > 0)
                walk.Anchor(connection, anchor);
            walk.ReadEntries(connection);
            if (walk.Why.Length == 0 && anchor == 0 && connection.Scalar("PRAGMA quick_check(1)") is not "ok")
                walk.Why = "page";
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or InvalidOperationException)
        {
            walk.Why = e is SqliteException ? "page" : "type";
        }

        return walk.Why.Length == 0
            ? new Verification(walk.Good)
            : new Verification(walk.Good, walk.Good + 1, walk.Why);
    }

    private static Verification VerifyOnce(string path)
    {
        try
        {
            using var connection = JournalFile.Open(path);
            connection.Execute("BEGIN");
            return Verify(connection);
        }
        catch (JournalException e) when (e.Fault == JournalFault.Damaged)
        {
            return new Verification(0, 1, "page");
        }
    }
}
