using Dapper;
using Microsoft.Data.Sqlite;

namespace KioskSuite.CentralSystem;

/// <summary>central.db: one connection, one transaction at a time, each commit synced to disk.</summary>
/// <remarks>One connection also because this SQLite can lose commits when two of them write and checkpoint.</remarks>
internal sealed class Database : IDisposable
{
    private const long FullSync = 2;
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private bool _closed;

    private Database(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="StartUpException">The file is not central's, or a newer program wrote it.</exception>
    public static Database Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            Prepare(connection, path);
            return new Database(connection);
        }
        catch (SqliteException wrong)
        {
            connection.Dispose();
            throw new StartUpException($"{path}: {wrong.Message}");
        }
        catch (StartUpException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs one transaction; an exception rolls it back.</summary>
    public T Transact<T>(Func<Work, T> act)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            using var transaction = _connection.BeginTransaction(deferred: false);
            var result = act(new Work(_connection, transaction));
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Folds the WAL into the file and closes it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            _connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            _connection.Dispose();
        }
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        var application = connection.ExecuteScalar<long>("PRAGMA application_id");
        var version = connection.ExecuteScalar<long>("PRAGMA user_version");
        var tables = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema");
        if (tables > 0 && application != Schema.ApplicationId)
            throw new StartUpException($"{path}: not a database of central");
        if (version > Schema.Version)
            throw new StartUpException($"{path}: written by a newer program");
        if (tables > 0 && version < Schema.Version)
            throw new StartUpException($"{path}: written by an older program");
        connection.Execute("""
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA busy_timeout = 0;
            """);
        if (connection.ExecuteScalar<string>("PRAGMA journal_mode") != "wal"
            || connection.ExecuteScalar<long>("PRAGMA synchronous") != FullSync)
            throw new StartUpException($"{path}: this file system does not carry a durable database");
        if (tables > 0)
            return;
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(Schema.Tables, transaction: transaction);
        connection.Execute(
            $"PRAGMA application_id = {Schema.ApplicationId}; PRAGMA user_version = {Schema.Version}",
            transaction: transaction);
        transaction.Commit();
    }
}

/// <summary>SQL inside the open transaction.</summary>
internal sealed class Work(SqliteConnection connection, SqliteTransaction transaction)
{
    /// <returns>Rows changed.</returns>
    public int Execute(string sql, object? values = null) => connection.Execute(sql, values, transaction);

    public T? One<T>(string sql, object? values = null) =>
        connection.QuerySingleOrDefault<T>(sql, values, transaction);

    public IReadOnlyList<T> All<T>(string sql, object? values = null) =>
        connection.Query<T>(sql, values, transaction).AsList();
}
