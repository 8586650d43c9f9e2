using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Where central stands in one epoch of a kiosk's log; its rows are in <c>entry</c>.</summary>
internal sealed record EpochRow(byte[]? Parent, long Fence, long Acked, byte[] AckedHash, string? Fenced);

/// <summary>A line after its Hello. A later Hello of the same epoch takes the fence and ends this line.</summary>
internal sealed record Line(string Kiosk, byte[] Epoch, long Fence);

/// <summary>Takes rows in order, or says why not; every method runs in the caller's transaction.</summary>
internal static class KioskLog
{
    private static readonly byte[] Nothing = new byte[Check.HashBytes];

    /// <summary>Registers a new kiosk or epoch, or takes up a known one, and says what central has.</summary>
    public static (Line Line, Welcome Welcome) Greet(Work work, Hello hello)
    {
        var epoch = hello.Epoch.ToByteArray();
        var known = Find(work, hello.Kiosk, epoch) ?? Register(work, hello, epoch);
        if (known.Fenced is not null)
            throw Refusal.State($"fenced: {known.Fenced}");
        var fence = known.Fence + 1;
        work.Execute(
            "UPDATE epoch SET fence = @fence WHERE kiosk = @Kiosk AND epoch = @epoch",
            new { fence, hello.Kiosk, epoch });
        var welcome = new Welcome
        {
            Acked = NoteOf(known.Acked, known.AckedHash),
            Fence = (ulong)fence,
            DocumentsFrom = hello.Documents,
            WindowRows = LinkService.WindowRows,
            WindowBytes = LinkService.WindowBytes,
            Speaks = LinkService.Speaks,
        };
        return (new Line(hello.Kiosk, epoch, fence), welcome);
    }

    /// <summary>True when the kiosk has another entry at that position than central.</summary>
    public static bool Differs(Work work, string kiosk, byte[] epoch, ulong seq, byte[] hash) =>
        seq <= long.MaxValue
        && HashAt(work, kiosk, epoch, (long)seq) is { } known && !known.AsSpan().SequenceEqual(hash);

    /// <summary>A command whose intention is not the entry central has at that position comes from a fork.</summary>
    public static void RefuseFork(Work work, Key key)
    {
        if (Differs(work, key.Kiosk, key.Epoch.ToByteArray(), key.Seq, key.Hash.ToByteArray()))
            throw Refusal.State("fenced: another entry is known at this position");
    }

    /// <summary>Stores a batch; what was stored before is checked and passed over.</summary>
    /// <returns>The last entry central has.</returns>
    /// <exception cref="Grpc.Core.RpcException">OUT_OF_RANGE, DATA_LOSS or FAILED_PRECONDITION.</exception>
    public static Note Append(Work work, Line line, Batch batch)
    {
        var epoch = Find(work, line.Kiosk, line.Epoch)!;
        if (epoch.Fenced is not null || epoch.Fence != line.Fence)
            throw Refusal.State($"fenced: {epoch.Fenced ?? "another line took over"}");
        var (acked, hash) = (epoch.Acked, epoch.AckedHash);
        foreach (var row in batch.Rows)
        {
            if ((long)row.Seq <= acked && acked > 0)
            {
                Compare(work, line, row);
                continue;
            }

            hash = Store(work, line, epoch, row, acked, hash);
            acked = (long)row.Seq;
        }

        work.Execute(
            "UPDATE epoch SET acked = @acked, acked_hash = @hash WHERE kiosk = @Kiosk AND epoch = @Epoch",
            new { acked, hash, line.Kiosk, line.Epoch });
        foreach (var key in batch.Keys)
            KeepKey(work, line, key);
        return NoteOf(acked, hash);
    }

    /// <summary>From now on nothing of this epoch is taken; a person has to look.</summary>
    public static int Fence(Work work, string kiosk, byte[] epoch, string why) => work.Execute(
        "UPDATE epoch SET fenced = @why WHERE kiosk = @kiosk AND epoch = @epoch AND fenced IS NULL",
        new { kiosk, epoch, why });

    private static EpochRow Register(Work work, Hello hello, byte[] epoch)
    {
        byte[]? parent = hello.ParentEpoch.IsEmpty ? null : hello.ParentEpoch.ToByteArray();
        var others = work.One<long>("SELECT count(*) FROM epoch WHERE kiosk = @Kiosk", new { hello.Kiosk });
        if (parent is null && others > 0)
            throw Refusal.State("fenced: a known kiosk came with a new log and no parent");
        if (parent is not null && Find(work, hello.Kiosk, parent) is null)
            throw Refusal.State("fenced: parent epoch is not known");
        if (parent is not null)
            Fence(work, hello.Kiosk, parent, "a later epoch took over");
        work.Execute(
            "INSERT INTO epoch VALUES (@Kiosk, @epoch, @parent, 0, 0, @Nothing, NULL)",
            new { hello.Kiosk, epoch, parent, Nothing });
        return new EpochRow(parent, 0, 0, Nothing, null);
    }

    private static EpochRow? Find(Work work, string kiosk, byte[] epoch) => work.One<EpochRow>(
        """
        SELECT parent, fence, acked, acked_hash AS AckedHash, fenced FROM epoch
        WHERE kiosk = @kiosk AND epoch = @epoch
        """,
        new { kiosk, epoch });

    private static byte[]? HashAt(Work work, string kiosk, byte[] epoch, long seq) => work.One<byte[]>(
        "SELECT hash FROM entry WHERE kiosk = @kiosk AND epoch = @epoch AND seq = @seq", new { kiosk, epoch, seq });

    private static void Compare(Work work, Line line, Row row)
    {
        var known = HashAt(work, line.Kiosk, line.Epoch, (long)row.Seq)
            ?? throw Refusal.Gap($"entry {row.Seq} belongs to an earlier epoch");
        if (!known.AsSpan().SequenceEqual(row.Hash.Span))
            throw new ForkException(row.Seq);
        var previous = Previous(work, line, (long)row.Seq);
        if (previous is null || !EntryHash.Of(line.Epoch, row, previous).AsSpan().SequenceEqual(known))
            throw Refusal.BrokenChain($"entry {row.Seq} does not match its hash");
    }

    private static byte[] Store(Work work, Line line, EpochRow epoch, Row row, long acked, byte[] hash)
    {
        var seq = (long)row.Seq;
        var previous = acked > 0 ? hash : epoch.Parent is null && seq == 1 ? Nothing : Previous(work, line, seq);
        if (previous is null || (acked > 0 && seq != acked + 1))
            throw Refusal.Gap($"entry {(acked > 0 ? acked + 1 : 1)} is expected before {row.Seq}");
        var computed = EntryHash.Of(line.Epoch, row, previous);
        if (!computed.AsSpan().SequenceEqual(row.Hash.Span))
            throw Refusal.BrokenChain($"entry {row.Seq} does not chain");
        work.Execute(
            "INSERT INTO entry VALUES (@Kiosk, @Epoch, @seq, @At, @Boot, @Mono, @Case, @Kind, @Payload, @computed)",
            new
            {
                line.Kiosk, line.Epoch, seq, row.At, Boot = (long)row.Boot, row.Mono, Case = (long)row.Case, row.Kind,
                Payload = row.Payload.ToByteArray(), computed,
            });
        return computed;
    }

    /// <summary>Hash before a position: in this epoch, where it left its parent, or zeros before 1.</summary>
    private static byte[]? Previous(Work work, Line line, long seq)
    {
        if (HashAt(work, line.Kiosk, line.Epoch, seq - 1) is { } own)
            return own;
        var parent = Find(work, line.Kiosk, line.Epoch)!.Parent;
        return parent is null ? seq == 1 ? Nothing : null : HashAt(work, line.Kiosk, parent, seq - 1);
    }

    private static void KeepKey(Work work, Line line, CaseKey key) => work.Execute(
        "INSERT OR REPLACE INTO case_key VALUES (@Kiosk, @Epoch, @Case, @Class, @KeyId, @ForCentral)",
        new
        {
            line.Kiosk, line.Epoch, Case = (long)key.Case, Class = (long)key.Class, KeyId = key.KeyId.ToByteArray(),
            ForCentral = key.Destroyed ? null : key.ForCentral.ToByteArray(),
        });

    private static Note NoteOf(long seq, byte[] hash) =>
        new() { Seq = (ulong)seq, Hash = Google.Protobuf.ByteString.CopyFrom(hash) };
}

/// <summary>Two different entries for one position: the epoch is to be fenced.</summary>
internal sealed class ForkException(ulong seq) : Exception($"entry {seq} differs from the one known")
{
    public ulong Seq { get; } = seq;
}
