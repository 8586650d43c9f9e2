using Microsoft.Data.Sqlite;

namespace KioskSuite.Journal;

/// <summary>The prepared insert of the one writer.</summary>
internal sealed class EntryInsert : IDisposable
{
    private static readonly string[] Columns =
        ["seq", "epoch", "at", "boot", "mono", "case", "kind", "payload", "hash"];

    private readonly SqliteCommand _command;

    public EntryInsert(SqliteConnection connection)
    {
        _command = connection.CreateCommand();
        _command.CommandText =
            "INSERT INTO entry(seq, epoch, at, boot, mono, \"case\", kind, payload, hash) "
            + "VALUES ($seq, $epoch, $at, $boot, $mono, $case, $kind, $payload, $hash)";
        foreach (var column in Columns)
        {
            _command.Parameters.Add(new SqliteParameter("$" + column, null));
        }
    }

    public void Run(Entry entry)
    {
        object[] values =
        [
            (long)entry.Seq, (long)entry.Epoch, entry.At, (long)entry.Boot, entry.Mono, (long)entry.Case, entry.Kind,
            entry.Payload, entry.Hash,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i];
        }

        _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
