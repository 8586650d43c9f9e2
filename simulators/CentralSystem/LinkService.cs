using Grpc.Core;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The line to a kiosk: Hello, Welcome, then batches, each acknowledged after its commit.</summary>
internal sealed class LinkService(Database database, TimeProvider time, CancellationToken ending) : Link.LinkBase
{
    public const uint WindowRows = 256;
    public const uint WindowBytes = 1024 * 1024;
    public const uint Speaks = 1;
    private const int LargestPayload = 16 * 1024;
    private const int MostKeys = 1024;

    public override async Task Sync(
        IAsyncStreamReader<FromKiosk> requestStream,
        IServerStreamWriter<ToKiosk> responseStream,
        ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, ending);
        var stop = either.Token;
        if (!await requestStream.MoveNext(stop) || requestStream.Current.Hello is not { } hello)
            throw Refusal.Invalid("the first message must be Hello");
        var line = Greet(hello, out var welcome);
        await responseStream.WriteAsync(new ToKiosk { Welcome = welcome }, stop);
        while (await requestStream.MoveNext(stop))
        {
            switch (requestStream.Current)
            {
                case { Batch: { } batch }:
                    await responseStream.WriteAsync(new ToKiosk { Ack = new Ack { Upto = Take(line, batch) } }, stop);
                    break;
                case { Beat: not null }:
                    var beat = new Beat { At = time.GetUtcNow().ToUnixTimeMilliseconds() };
                    await responseStream.WriteAsync(new ToKiosk { Beat = beat }, stop);
                    break;
                default:
                    throw Refusal.Invalid("message has no place here");
            }
        }
    }

    internal Line Greet(Hello hello, out Welcome welcome)
    {
        Check.Name(hello.Kiosk, "hello.kiosk");
        Check.Exactly(hello.Epoch, Check.EpochBytes, "hello.epoch");
        Check.Require(hello.ParentEpoch.Length is 0 or Check.EpochBytes, "hello.parent_epoch");
        Check.Require(hello.ParentEpoch != hello.Epoch, "hello.parent_epoch");
        Check.Require(hello.Head is null || hello.Head.Hash.Length is 0 or Check.HashBytes, "hello.head");
        if (hello.SpeaksMin > Speaks || hello.SpeaksMax < Speaks)
            throw Refusal.State($"central speaks version {Speaks}");
        RefuseForkedHead(hello);
        (var line, welcome) = database.Transact(work => KioskLog.Greet(work, hello));
        return line;
    }

    internal Note Take(Line line, Batch batch)
    {
        CheckShape(batch);
        try
        {
            return database.Transact(work => KioskLog.Append(work, line, batch));
        }
        catch (ForkException fork)
        {
            database.Transact(work => KioskLog.Fence(work, line.Kiosk, line.Epoch, fork.Message));
            throw Refusal.State($"fenced: {fork.Message}");
        }
    }

    private static void CheckShape(Batch batch)
    {
        if (batch.Rows.Count > WindowRows || batch.Rows.Sum(r => (long)r.Payload.Length) > WindowBytes)
            throw Refusal.TooMuch("batch is larger than the window");
        Check.Require(batch.Keys.Count <= MostKeys, "keys");
        foreach (var key in batch.Keys)
        {
            Check.Sequence(key.Case, "key.case");
            Check.AtMost(key.KeyId, Check.LongestName, "key.key_id");
            Check.AtMost(key.ForCentral, LargestPayload, "key.for_central");
        }

        foreach (var row in batch.Rows)
        {
            Check.Sequence(row.Seq, "row.seq");
            Check.Require(row.Case <= row.Seq, "row.case");
            Check.Name(row.Kind, "row.kind");
            Check.AtMost(row.Payload, LargestPayload, "row.payload");
            Check.Exactly(row.Hash, Check.HashBytes, "row.hash");
        }
    }

    private void RefuseForkedHead(Hello hello)
    {
        if (hello.Head is not { Seq: > 0 } head)
            return;
        var epoch = hello.Epoch.ToByteArray();
        if (!database.Transact(work => KioskLog.Differs(work, hello.Kiosk, epoch, head.Seq, head.Hash.ToByteArray())))
            return;
        database.Transact(work => KioskLog.Fence(work, hello.Kiosk, epoch, "the kiosk's head is another"));
        throw Refusal.State("fenced: the kiosk's head is another");
    }
}
