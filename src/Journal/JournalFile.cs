using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KioskSuite.Journal;

/// <summary>Tells a log of ours from anything else, without touching it.</summary>
internal static class JournalFile
{
    private const int SmallestDatabase = 512;

    /// <summary>A read-only connection to an existing log of a known version; throws a typed fault otherwise.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = OpenAny(path);
        if (!IsFresh(connection))
            return connection;
        connection.Dispose();
        throw new JournalException(JournalFault.Missing, "nothing was written yet");
    }

    /// <summary>The same, and also a database whose very first opening was cut off before its commit.</summary>
    public static SqliteConnection OpenAny(string path)
    {
        if (!Exists(path))
            throw new JournalException(JournalFault.Missing, "no database at this path");
        if (new FileInfo(path).Length < SmallestDatabase)
            throw new JournalException(JournalFault.NotAJournal, "too short for a database");
        SqliteConnection? connection = null;
        try
        {
            connection = Sqlite.OpenReader(path, immutable: !Sqlite.HasLog(path));
            if (!IsFresh(connection))
                CheckIdentity(connection);
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is SqliteException or IOException or UnauthorizedAccessException)
                throw Fault(e);
            throw;
        }
    }

    /// <summary>A file with something in it.</summary>
    public static bool Exists(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    public static bool IsFresh(SqliteConnection connection) =>
        connection.Scalar("SELECT count(*) FROM sqlite_schema") is 0L
        && connection.Scalar("PRAGMA application_id") is 0L;

    public static JournalException Fault(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB } =>
            new(JournalFault.NotAJournal, "not a database", null, e),
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT } =>
            new(JournalFault.Damaged, "a page is damaged", null, e),
        InvalidCastException or InvalidOperationException =>
            new(JournalFault.Damaged, "a value of another type", null, e),
        _ => new(JournalFault.Unreachable, "cannot be read", null, e),
    };

    private static void CheckIdentity(SqliteConnection connection)
    {
        if (connection.Scalar("PRAGMA application_id") is not (long)Schema.ApplicationId)
            throw new JournalException(JournalFault.NotAJournal, "a database of something else");
        var version = connection.Scalar("PRAGMA user_version") as long? ?? 0;
        if (version > Schema.Version)
            throw new JournalException(JournalFault.NewerVersion, $"format {version}, known is {Schema.Version}");
        if (version < 1)
            throw new JournalException(JournalFault.NotAJournal, $"format {version} never existed");
    }
}
