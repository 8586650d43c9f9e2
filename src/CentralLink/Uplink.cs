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
            catch (RpcException) when (stop.IsCancellationRequested)
            {
                throw new OperationCanceledException(stop);         // whatever the line said last, it was told to end
            }
            catch (RpcException e)
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

        // The kiosk goes on without its line: a fence ends no process.
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
    }

    private async Task CarryAsync(Action connected, CancellationToken stop)
    {
        using var call = link.Sync(cancellationToken: stop);
        await SendAsync(call, new FromKiosk { Hello = LinkMessages.Hello(options, journal.Head) }, stop);
        var welcome = (await NextAsync(call, time.GetTimestamp(), stop)).Welcome ?? throw Nonsense("no welcome");
        if (!SameHistory(welcome.Acked))
        {
            throw Fork();
        }

        Interlocked.Exchange(ref _acked, (long)(welcome.Acked?.Seq ?? 0));
        Become(UplinkState.Connected);
        connected();
        while (true)
        {
            await SendTailAsync(call, welcome, stop);
            await WaitForMoreAsync(call, stop);
        }
    }

    private async Task SendTailAsync(
        AsyncDuplexStreamingCall<FromKiosk, ToKiosk> call, Welcome window, CancellationToken stop)
    {
        var most = LinkMessages.Least(window.WindowRows, options.MostRows);
        var bytes = LinkMessages.Least(window.WindowBytes, options.MostBytes);
        for (var rows = journal.Read(Acked + 1, most); rows.Count > 0; rows = journal.Read(Acked + 1, most))
        {
            var batch = LinkMessages.BatchOf(rows, bytes);
            await SendAsync(call, new FromKiosk { Batch = batch }, stop);
            var sent = time.GetTimestamp();
            while (Acked < batch.Rows[^1].Seq)
            {
                Acknowledge((await NextAsync(call, sent, stop)).Ack?.Upto, batch.Rows[^1].Seq);
            }
        }
    }

    private void Acknowledge(Note? upto, ulong sent)
    {
        if (upto is null || upto.Seq <= Acked)
        {
            return;
        }

        if (upto.Seq > sent)
        {
            throw Nonsense("acknowledged what was not sent");
        }

        Interlocked.Exchange(ref _acked, SameHistory(upto) ? (long)upto.Seq : throw Fork());
    }

    // The beat's answer is awaited, so that a dead line is noticed while nothing is to be sent.
    private async Task WaitForMoreAsync(AsyncDuplexStreamingCall<FromKiosk, ToKiosk> call, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await journal.WaitBeyondAsync(Acked, either.Token).WaitAsync(options.BeatEvery, time, stop);
        }
        catch (TimeoutException)
        {
            await either.CancelAsync();
            var beat = new Beat { At = time.GetUtcNow().ToUnixTimeMilliseconds() };
            await SendAsync(call, new FromKiosk { Beat = beat }, stop);
            for (var sent = time.GetTimestamp(); (await NextAsync(call, sent, stop)).Beat is null;)
            {
            }
        }
    }

    private Task SendAsync(
        AsyncDuplexStreamingCall<FromKiosk, ToKiosk> call, FromKiosk message, CancellationToken stop) =>
        call.RequestStream.WriteAsync(message, stop).WaitAsync(options.AnswerWithin, time, stop);

    /// <summary>The next message, within what is left of the answer's time since <paramref name="asked"/>.</summary>
    private async Task<ToKiosk> NextAsync(
        AsyncDuplexStreamingCall<FromKiosk, ToKiosk> call, long asked, CancellationToken stop)
    {
        var left = options.AnswerWithin - time.GetElapsedTime(asked);
        if (left <= TimeSpan.Zero)
        {
            throw new TimeoutException();
        }

        return await call.ResponseStream.MoveNext(stop).WaitAsync(left, time, stop)
            ? call.ResponseStream.Current
            : throw new RpcException(new Status(StatusCode.Unavailable, "central closed the stream"));
    }

    // Ahead of us, or another hash at the same position: this journal was rolled back or forked.
    private bool SameHistory(Note? acked) =>
        acked is null || acked.Seq == 0
        || (acked.Seq <= journal.Head.Seq && journal.HashAt(acked.Seq) is { } hash
            && acked.Hash.Span.SequenceEqual(hash));

    private static RpcException Nonsense(string what) => new(new Status(StatusCode.Internal, what));

    private static RpcException Fork() => new(new Status(StatusCode.FailedPrecondition, "another history"));

    private void Become(UplinkState state) => Volatile.Write(ref _state, (int)state);
}
