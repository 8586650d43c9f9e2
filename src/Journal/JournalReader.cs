using Microsoft.Data.Sqlite;

namespace KioskSuite.Journal;

/// <summary>
/// Reads a log through its own read-only connection, beside a running writer or without one; takes no lock. Safe for
/// many callers. Throws <see cref="JournalException"/> where the file is none of ours or cannot be read.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private const string Columns = "SELECT seq, epoch, at, boot, mono, \"case\", kind, payload, hash FROM entry ";
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private JournalReader(SqliteConnection connection) => _connection = connection;

    public static JournalReader Open(string path) => new(JournalFile.Open(path));

    /// <summary>Beside the writer of the same process, which has proved the file.</summary>
    internal static JournalReader Beside(string path) => new(Sqlite.OpenReader(path, immutable: false));

    /// <summary>Entries from <paramref name="fromSeq"/> on, in order, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<Entry> Read(ulong fromSeq, int limit) =>
        Query(Columns + "WHERE seq >= $a ORDER BY seq LIMIT $b", Signed(fromSeq), limit);

    /// <summary>Entries of one case, in order, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<Entry> ReadCase(ulong @case, int limit) =>
        Query(Columns + "WHERE \"case\" = $a AND \"case\" <> 0 ORDER BY seq LIMIT $b", Signed(@case), limit);

    /// <summary>The newest entries, oldest first.</summary>
    public IReadOnlyList<Entry> ReadLast(int limit) =>
        Query(Columns + "WHERE seq > (SELECT max(seq) FROM entry) - $b AND seq >= $a ORDER BY seq", 1, limit);

    /// <summary>
    /// The newest snapshot, or null. Looks backwards, so it costs what was written since, not what was written ever.
    /// </summary>
    public Entry? NewestSnapshot() =>
        Query(Columns + $"WHERE kind = '{JournalKinds.Snapshot}' AND seq >= $a ORDER BY seq DESC LIMIT $b", 1, 1)
            .FirstOrDefault();

    /// <summary>The hash of an entry, or null where there is none.</summary>
    public byte[]? HashAt(ulong seq) => Ask("SELECT hash FROM entry WHERE seq = $a", Signed(seq)) as byte[];

    /// <summary>An epoch's id (16 bytes) and the reason it was opened for, or null.</summary>
    public (byte[] Id, string Reason)? Epoch(uint no)
    {
        var id = Ask("SELECT id FROM epoch WHERE no = $a", no) as byte[];
        return id is null ? null : (id, Ask("SELECT reason FROM epoch WHERE no = $a", no) as string ?? "");
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private static long Signed(ulong value) => (long)Math.Min(value, long.MaxValue);

    private List<Entry> Query(string sql, long a, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return Use(sql, a, limit, command =>
        {
            using var row = command.ExecuteReader();
            var entries = new List<Entry>();
            while (row.Read())
            {
                entries.Add(new Entry(
                    (ulong)row.GetInt64(0), (uint)row.GetInt64(1), row.GetInt64(2), (uint)row.GetInt64(3),
                    row.GetInt64(4), (ulong)row.GetInt64(5), row.GetString(6), (byte[])row[7], (byte[])row[8]));
            }

            return entries;
        });
    }

    private object? Ask(string sql, long a) => Use(sql, a, 1, command => command.ExecuteScalar());

    private T Use<T>(string sql, long a, long b, Func<SqliteCommand, T> read)
    {
        lock (_gate)
        {
            try
            {
                using var command = _connection.CreateCommand();
                command.CommandText = sql;
                command.Parameters.AddWithValue("$a", a);
                command.Parameters.AddWithValue("$b", b);
                return read(command);
            }
            catch (Exception e) when (e is SqliteException or InvalidCastException or InvalidOperationException)
            {
                throw JournalFile.Fault(e);
            }
        }
    }
}
