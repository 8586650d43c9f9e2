using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>The requests of one call. One write at a time; each is flushed.</summary>
internal sealed class RequestWriter<T>(ClientCall call, StreamingContent content, Marshaller<T> marshaller)
    : IClientStreamWriter<T>
{
    // A write fails a moment before the reader knows the status that explains it; nobody may be reading, though.
    private static readonly TimeSpan StatusGrace = TimeSpan.FromSeconds(1);

    private int _writing;
    private volatile bool _completed;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <exception cref="RpcException">The call has ended; cancelling the token cancels the call.</exception>
    /// <exception cref="InvalidOperationException">Another write is under way, or all is completed.</exception>
    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (_completed || Interlocked.Exchange(ref _writing, 1) == 1)
            throw new InvalidOperationException("one write at a time, and none after CompleteAsync");

        using var cancelling = call.CancelWith(cancellationToken);
        try
        {
            var frame = MessageSerializer.Frame(marshaller, message);
            var stream = await content.Opened;
            await stream.WriteAsync(frame, call.Stopped);
            await stream.FlushAsync(call.Stopped);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw await ExplainAsync();
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    /// <exception cref="InvalidOperationException">A write is under way.</exception>
    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _writing) == 1)
            throw new InvalidOperationException("a write is under way");

        _completed = true;
        content.Complete();
        return Task.CompletedTask;
    }

    private async Task<RpcException> ExplainAsync()
    {
        try
        {
            return (await call.Ended.WaitAsync(StatusGrace, call.Time, CancellationToken.None)).ToException();
        }
        catch (TimeoutException)
        {
            // The call has not ended: its status waits for whoever reads on.
            return new RpcException(new Status(StatusCode.Unavailable, "the peer takes no more requests"));
        }
    }
}
