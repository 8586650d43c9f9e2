using Microsoft.Data.Sqlite;

namespace KioskSuite.Tests.Journal;

/// <summary>A second connection without the product's protections, as an intruder or a tool would have.</summary>
internal sealed class RawDatabase : IDisposable
{
    private RawDatabase(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    public static RawDatabase Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return new RawDatabase(connection);
    }

    public void Run(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    public object? Ask(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar();
    }

    public void Dispose() => Connection.Dispose();

    private SqliteCommand Command(string sql, object?[] values)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        }

        return command;
    }
}
