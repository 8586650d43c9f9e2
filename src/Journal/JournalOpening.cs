using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace KioskSuite.Journal;

/// <summary>
/// From a path to a log that may be written: lock, identity, version, the whole chain, and only then the first write.
/// Whatever is refused is left as it was found.
/// </summary>
internal sealed class JournalOpening(string path, TimeProvider time)
{
    private static readonly string[] RemoteFormats =
        ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "afs", "ceph", "fuse.sshfs"];

    public static bool IsRemote(string format) => RemoteFormats.Contains(format);

    /// <summary>The lock, the only read-write connection, and the end of the chain.</summary>
    public (JournalLock Lock, SqliteConnection Connection, Chain Chain) Open()
    {
        RequireLocalDisk();
        var held = JournalLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            var isNew = CheckExisting(held.Marked);
            connection = Sqlite.OpenWriter(path);
            var chain = isNew ? Create(connection) : Continue(connection);
            if (!held.Marked)
                held.Mark(chain.Head.EpochId);
            return (held, connection, chain);
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private void RequireLocalDisk()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        if (!Directory.Exists(folder))
            throw new JournalException(JournalFault.Unreachable, "the folder does not exist");
        if (IsRemote(new DriveInfo(folder).DriveFormat))
            throw new JournalException(JournalFault.RemoteFileSystem, "locks and fsync cannot be trusted on a network");
    }

    /// <summary>True where a log is to be created.</summary>
    private bool CheckExisting(bool stoodHere)
    {
        var isNew = true;
        if (JournalFile.Exists(path))
        {
            // A write-ahead log that still lies there means that the last run did not end in order: prove all of it.
            var orderly = !Sqlite.HasLog(path);
            using var connection = JournalFile.OpenAny(path);
            isNew = JournalFile.IsFresh(connection);
            if (!isNew && Prove(connection, orderly) is { Ok: false } found)
                throw new JournalException(JournalFault.Damaged, found.Why, found.BadSeq);
        }

        if (isNew && stoodHere)
            throw new JournalException(JournalFault.Missing, "the lock file names a log that is gone");
        return isNew;
    }

    private static Verification Prove(SqliteConnection connection, bool orderly) =>
        orderly ? JournalVerifier.VerifyTail(connection) : JournalVerifier.Verify(connection);

    private Chain Create(SqliteConnection connection)
    {
        var id = RandomNumberGenerator.GetBytes(EntryHash.EpochIdSize);
        var chain = new Chain(time, epoch: 1, new Position(id, 0, new byte[EntryHash.Size]), boot: 1);
        var head = chain.Head;
        var first = chain.Next([new Fact(JournalKinds.EpochOpened, default)], ref head)[0];
        using var transaction = connection.BeginTransaction();
        connection.Execute($"PRAGMA application_id={Schema.ApplicationId}; PRAGMA user_version={Schema.Version}");
        connection.Execute(Schema.Tables);
        using var epoch = connection.CreateCommand();
        epoch.CommandText = "INSERT INTO epoch(no, id, reason) VALUES (1, $id, $reason)";
        epoch.Parameters.AddWithValue("$id", id);
        epoch.Parameters.AddWithValue("$reason", Schema.Enrolled);
        epoch.ExecuteNonQuery();
        using var insert = new EntryInsert(connection);
        insert.Run(first);
        transaction.Commit();
        chain.Take(head);
        return chain;
    }

    private Chain Continue(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT e.epoch, p.id, e.seq, e.hash, e.boot FROM entry e JOIN epoch p ON p.no = e.epoch "
            + "ORDER BY e.seq DESC LIMIT 1";
        using var row = command.ExecuteReader();
        row.Read();
        var head = new Position((byte[])row[1], (ulong)row.GetInt64(2), (byte[])row[3]);
        return new Chain(time, (uint)row.GetInt64(0), head, (uint)row.GetInt64(4) + 1);
    }
}
