using System.Net;

namespace KioskSuite.Grpc.Wire;

/// <summary>A request body that stays open until its writer completes it.</summary>
internal sealed class StreamingContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Continued inline: were it queued, disposing the response could overtake END_STREAM and reset the stream.
    private readonly TaskCompletionSource _completed = new();
    private int _begun;

    /// <summary>Where messages go; cancelled when the call ends first.</summary>
    public Task<Stream> Opened => _opened.Task;

    public void Complete() => _completed.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The handler sends a request again by itself when a connection turns out dead; messages cannot be.
        if (Interlocked.Exchange(ref _begun, 1) == 1)
            throw new IOException("the connection was lost");

        await using var cancelled = cancellationToken.UnsafeRegister(
            static (completed, token) => ((TaskCompletionSource)completed!).TrySetCanceled(token), _completed);

        // Without it the headers may stay in a buffer until the first message, and both ends wait.
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(stream);
        await _completed.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _opened.TrySetCanceled();
        _completed.TrySetCanceled();
        base.Dispose(disposing);
    }
}
