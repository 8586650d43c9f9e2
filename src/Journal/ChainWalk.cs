using Microsoft.Data.Sqlite;

namespace KioskSuite.Journal;

/// <summary>One walk along the chain: how many entries are good, and what is wrong with the next one.</summary>
internal sealed class ChainWalk
{
    private readonly Dictionary<long, EpochRow> _epochs = [];
    private byte[] _hash = new byte[EntryHash.Size];
    private long _epoch;

    /// <summary>Good entries so far; the sequence has no gap, so this is also the last good sequence.</summary>
    public ulong Good { get; private set; }

    /// <summary>Empty while nothing is wrong.</summary>
    public string Why { get; set; } = "";

    public void ReadEpochs(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT no, id, parent_no, parent_seq, parent_hash FROM epoch";
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            _epochs[row.GetInt64(0)] = new EpochRow(
                (byte[])row[1], row[2] as long? ?? 0, row[3] as long? ?? 0, row[4] as byte[] ?? []);
        }
    }

    /// <summary>
    /// Takes everything up to this entry as good: its hash is the anchor. Only for a log that was closed in order.
    /// </summary>
    public void Anchor(SqliteConnection connection, ulong seq)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT epoch, hash FROM entry WHERE seq = $seq";
        command.Parameters.AddWithValue("$seq", (long)seq);
        using var row = command.ExecuteReader();
        if (row.Read())
            (_epoch, _hash, Good) = (row.GetInt64(0), (byte[])row[1], seq);
    }

    public void ReadEntries(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        // The kind as its stored bytes: what was hashed, even where it is no text any more.
        command.CommandText =
            "SELECT seq, epoch, at, boot, mono, \"case\", CAST(kind AS BLOB), payload, hash FROM entry "
            + "WHERE seq > $good ORDER BY seq";
        command.Parameters.AddWithValue("$good", (long)Good);
        using (var row = command.ExecuteReader())
        {
            while (Why.Length == 0 && row.Read())
            {
                Why = Check(row);
                Good += Why.Length == 0 ? 1u : 0u;
            }
        }

        if (Why.Length == 0 && connection.Scalar("SELECT count(*) FROM entry WHERE seq <= 0") is not 0L)
            Why = "gap";
        if (Why.Length == 0 && Good == 0)
            Why = "gap";
    }

    private string Check(SqliteDataReader row)
    {
        var (seq, epoch, hash) = (row.GetInt64(0), row.GetInt64(1), (byte[])row[8]);
        if ((ulong)seq != Good + 1)
            return "gap";
        if (!_epochs.TryGetValue(epoch, out var found) || found.Id.Length != EntryHash.EpochIdSize)
            return "epoch";
        if (epoch != _epoch && !IsChild(found))
            return "parent";
        var kind = row[6] as byte[] ?? [];
        if (row.GetInt64(3) is < 0 or > uint.MaxValue || kind.Length > FactRules.MaxKind)
            return "hash";
        var computed = EntryHash.Of(
            found.Id, (ulong)seq, _hash, row.GetInt64(2), (uint)row.GetInt64(3), row.GetInt64(4),
            (ulong)row.GetInt64(5), kind, (byte[])row[7]);
        if (!computed.AsSpan().SequenceEqual(hash))
            return "hash";
        (_epoch, _hash) = (epoch, hash);
        return "";
    }

    private bool IsChild(EpochRow epoch) => Good == 0
        ? epoch is { ParentNo: 0, ParentSeq: 0, ParentHash.Length: 0 }
        : epoch.ParentNo == _epoch && epoch.ParentSeq == (long)Good && epoch.ParentHash.AsSpan().SequenceEqual(_hash);

    private sealed record EpochRow(byte[] Id, long ParentNo, long ParentSeq, byte[] ParentHash);
}
