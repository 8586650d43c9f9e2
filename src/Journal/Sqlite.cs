using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KioskSuite.Journal;

/// <summary>Opens connections. Exactly one per database may write, and it alone folds the write-ahead log.</summary>
internal static class Sqlite
{
    private const int Defensive = 1010;
    private const int NoCheckpointOnClose = 1006;

    private static readonly (string Name, string Set, string ReadBack)[] Pragmas =
    [
        ("page_size", "4096", "4096"),
        ("auto_vacuum", "INCREMENTAL", "2"),
        ("secure_delete", "ON", "1"),
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", "2"),
        ("wal_autocheckpoint", "0", "0"),
        ("journal_size_limit", "6291456", "6291456"),
        ("mmap_size", "0", "0"),
        ("trusted_schema", "OFF", "0"),
        ("cell_size_check", "ON", "1"),
        ("foreign_keys", "ON", "1"),
        ("busy_timeout", "0", "0"),
    ];

    /// <summary>The read-write connection, every setting read back; a new file gets them before any table.</summary>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(Path.GetFullPath(path), SqliteOpenMode.ReadWriteCreate);
        try
        {
            foreach (var (name, set, readBack) in Pragmas)
            {
                connection.Execute($"PRAGMA {name}={set}");
                Require(name, connection.Scalar($"PRAGMA {name}"), readBack);
            }

            Require("defensive", Configure(connection, Defensive), "1");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A read-only connection. <paramref name="immutable"/> is right where nobody writes, which a missing write-ahead
    /// log shows: it leaves no file behind and works on read-only media.
    /// </summary>
    public static SqliteConnection OpenReader(string path, bool immutable)
    {
        var uri = "file:" + Uri.EscapeDataString(Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal);
        var connection = Open(immutable ? uri + "?immutable=1" : uri, SqliteOpenMode.ReadOnly);
        connection.Execute(
            "PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA query_only=ON");
        return connection;
    }

    /// <summary>True while a writer has the database open, and after one was killed.</summary>
    public static bool HasLog(string path) => File.Exists(LogOf(path));

    public static long LogSize(string path) => new FileInfo(LogOf(path)) is { Exists: true } log ? log.Length : 0;

    /// <summary>After a failed commit nothing more may be written, not even when the connection closes.</summary>
    public static void LeaveAsIs(SqliteConnection connection) => Configure(connection, NoCheckpointOnClose);

    public static SqliteCommand Command(this SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return command.ExecuteScalar();
    }

    private static string LogOf(string path) => path + "-wal";

    private static SqliteConnection Open(string source, SqliteOpenMode mode)
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static int Configure(SqliteConnection connection, int option) =>
        raw.sqlite3_db_config(connection.Handle, option, 1, out var value) == raw.SQLITE_OK ? value : 0;

    private static void Require(string name, object? found, string wanted)
    {
        if (found?.ToString() != wanted)
            throw new JournalException(JournalFault.PragmaRefused, $"{name} is {found}, not {wanted}");
    }
}
