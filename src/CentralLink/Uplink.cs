using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralLink;

/// <summary>
/// Carries the journal's tail to central byte for byte: Hello, Welcome, then batches with one in flight, each
/// acknowledged after central's commit. How far central is, is central's word at connect, never a local write.
/// </summary>
/// <param name="pause">Pauses before attempt n, with jitter.</param>
public sealed class Uplink(
    IJournal journal,
    Link.LinkClient link,
    UplinkOptions options,
    Func<int, CancellationToken, Task> pause,
    TimeProvider time)
{
    private long _acked;
    private int _state;

    /// <summary>Highest sequence that central has acknowledged in this process's life.</summary>
    public ulong Acked => (ulong)Interlocked.Read(ref _acked);

    public UplinkState State => (UplinkState)Volatile.Read(ref _state);

    /// <summary>Connects and carries until stopped; a lost line is taken up again with back-off.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var attempt = 0; State != UplinkState.Fenced; attempt++)
        {
            try
            {
                await CarryAsync(() => attempt = 0, stop);
            }
            catch (RpcException e) when (!stop.IsCancellationRequested)
            {
                var fenced = e.StatusCode is StatusCode.FailedPrecondition or StatusCode.DataLoss;
                Become(fenced ? UplinkState.Fenced : UplinkState.Away);
            }
            catch (TimeoutException)
            {
                Become(UplinkState.Away);
            }

            if (State == UplinkState.Away)
            {
                await pause(attempt, stop);
            }
        }

        // Fenced: people must look first. The service goes on, and its status says so.
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
    }

    private async Task CarryAsync(Action connected, CancellationToken stop)
    {
        using var call = link.Sync(cancellationToken: stop);
        await call.RequestStream.WriteAsync(new FromKiosk { Hello = Hello() }, stop);
        var welcome = (await NextAsync(call.ResponseStream, stop)).Welcome;
        if (welcome is null)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "central did not begin with a welcome"));
        }

        if (!SameHistory(welcome.Acked))
        {
            Become(UplinkState.Fenced);
            return;
        }

        Interlocked.Exchange(ref _acked, (long)(welcome.Acked?.Seq ?? 0));
        Become(UplinkState.Connected);
        connected();
        while (true)
        {
            await SendTailAsync(call, (int)welcome.WindowRows, stop);
            await WaitForMoreAsync(call, stop);
        }
    }

    private async Task SendTailAsync(
        AsyncDuplexStreamingCall<FromKiosk, ToKiosk> call, int window, CancellationToken stop)
    {
        var most = window > 0 ? Math.Min(window, options.MostRows) : options.MostRows;
        for (var rows = journal.Read(Acked + 1, most); rows.Count > 0; rows = journal.Read(Acked + 1, most))
        {
            var batch = BatchOf(rows);
            await call.RequestStream.WriteAsync(new FromKiosk { Batch = batch }, stop);
            while (Acked < batch.Rows[^1].Seq)
            {
                if ((await NextAsync(call.ResponseStream, stop)).Ack is { } ack)
                {
                    Interlocked.Exchange(ref _acked, (long)Confirmed(ack.Upto, batch));
                }
            }
        }
    }

    // An acknowledgement counts for rows of this batch only, and with their own hash.
    private ulong Confirmed(Note? upto, Batch batch)
    {
        var row = upto is null ? null : batch.Rows.FirstOrDefault(r => r.Seq == upto.Seq);
        return row is not null && row.Seq > Acked && row.Hash.Equals(upto!.Hash)
            ? row.Seq
            : throw new RpcException(new Status(StatusCode.Unavailable, "central acknowledged what was not sent"));
    }

    private async Task WaitForMoreAsync(AsyncDuplexStreamingCall<FromKiosk, ToKiosk> call, CancellationToken stop)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var timer = time.CreateTimer(_ => idle.Cancel(), null, options.BeatEvery, Timeout.InfiniteTimeSpan);
        try
        {
            await journal.WaitBeyondAsync(Acked, idle.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await call.RequestStream.WriteAsync(
                new FromKiosk { Beat = new Beat { At = time.GetUtcNow().ToUnixTimeMilliseconds() } }, stop);
        }
    }

    private async Task<ToKiosk> NextAsync(IAsyncStreamReader<ToKiosk> answers, CancellationToken stop) =>
        await answers.MoveNext(stop).WaitAsync(options.AnswerWithin, time, stop)
            ? answers.Current
            : throw new RpcException(new Status(StatusCode.Unavailable, "central closed the stream"));

    private Hello Hello()
    {
        var head = journal.Head;
        return new Hello
        {
            Kiosk = options.Kiosk,
            Epoch = ByteString.CopyFrom(head.EpochId),
            Head = new Note { Seq = head.Seq, Hash = ByteString.CopyFrom(head.Hash) },
            Oldest = 1,
            SpeaksMin = 1,
            SpeaksMax = 1,
            Software = options.Software,
        };
    }

    private Batch BatchOf(IReadOnlyList<Entry> rows)
    {
        var batch = new Batch();
        var bytes = 0;
        foreach (var e in rows)
        {
            bytes += e.Payload.Length;
            if (bytes > options.MostBytes && batch.Rows.Count > 0)
            {
                break;
            }

            batch.Rows.Add(RowOf(e));
        }

        return batch;
    }

    private static Row RowOf(Entry e) => new()
    {
        Seq = e.Seq,
        At = e.At,
        Boot = e.Boot,
        Mono = e.Mono,
        Case = e.Case,
        Kind = e.Kind,
        Payload = ByteString.CopyFrom(e.Payload),
        Hash = ByteString.CopyFrom(e.Hash),
    };

    // Ahead of us, or another hash at the same position: this journal was rolled back or forked.
    private bool SameHistory(Note? acked) =>
        acked is null || acked.Seq == 0
        || (acked.Seq <= journal.Head.Seq && journal.HashAt(acked.Seq) is { } hash
            && acked.Hash.Span.SequenceEqual(hash));

    private void Become(UplinkState state) => Volatile.Write(ref _state, (int)state);
}
