using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>How a call ended.</summary>
internal sealed record CallEnd(Status Status, Metadata Trailers)
{
    public bool IsOk => Status.StatusCode == StatusCode.OK;

    public RpcException ToException() => new(Status, Trailers);
}

/// <summary>
/// One call from start to its single end. Whatever ends it first (status received, deadline, cancellation, failure)
/// decides the status; ending stops request, response and timer, which resets a stream that is still open (CANCEL).
/// </summary>
internal sealed class ClientCall : IDisposable
{
    private readonly TaskCompletionSource<CallEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _deadline;
    private readonly TimeSpan? _timeout;
    private readonly long _started;
    private CallEnd? _end;

    private ClientCall(TimeSpan? timeout, TimeProvider time)
    {
        (_timeout, Time, _started) = (timeout, time, time.GetTimestamp());
        _deadline = GrpcTimeout.StartTimer(timeout, time);
    }

    public TimeProvider Time { get; }

    /// <summary>Header metadata; fails as the call does when it ends before any came.</summary>
    public Task<Metadata> Headers => _headers.Task;

    /// <summary>The response once its headers are here, or null when the call ended before.</summary>
    public Task<HttpResponseMessage?> Response { get; private set; } = Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Cancelled at the call's end.</summary>
    public CancellationToken Stopped => _stop.Token;

    public Task<CallEnd> Ended => _ended.Task;

    public CallEnd? CurrentEnd => Volatile.Read(ref _end);

    /// <exception cref="ArgumentException">Header metadata that cannot be sent.</exception>
    public static ClientCall Start(
        HttpMessageInvoker http, Uri target, CallOptions options, HttpContent content, TimeProvider time)
    {
        TimeSpan? timeout = options.Deadline is { } deadline && deadline != DateTime.MaxValue
            ? new DateTimeOffset(AsUtc(deadline)) - time.GetUtcNow()
            : null;
        var request = RequestHeaders.Build(target, options.Headers, timeout, content);
        var call = new ClientCall(timeout, time);
        call.StopWith(content);
        call._deadline.Token.UnsafeRegister(static call => ((ClientCall)call!).Expire(), call);
        var cancelling = call.CancelWith(options.CancellationToken);
        call._stop.Token.UnsafeRegister(static c => ((CancellationTokenRegistration)c!).Unregister(), cancelling);
        call.Response = call.SendAsync(http, request);
        return call;
    }

    /// <summary>Cancels the call when the token is: half a message sent or read leaves no other way.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Dispose(), this);

    /// <summary>Ends the call unless it has ended; returns the end that counts.</summary>
    public CallEnd End(Status status, Metadata trailers)
    {
        // Whether our time was up is decided here: peers then reset the stream with whatever code they like.
        if (status.StatusCode != StatusCode.OK && _timeout is { } t && Time.GetElapsedTime(_started) >= t)
            status = new Status(StatusCode.DeadlineExceeded, "deadline exceeded");

        var end = new CallEnd(status, trailers);
        if (Interlocked.CompareExchange(ref _end, end, null) is { } first)
            return first;

        _deadline.Dispose();
        if (_headers.TrySetException(end.ToException()))
            _ = _headers.Task.Exception;
        _ended.SetResult(end);
        _stop.Cancel();
        return end;
    }

    public CallEnd Fail(Exception e) => End(StatusMapping.FromException(e), (e as RpcException)?.Trailers ?? []);

    public Status GetStatus() => Finished().Status;

    public Metadata GetTrailers() => Finished().Trailers;

    /// <summary>Cancels a call that still runs.</summary>
    public void Dispose() => End(new Status(StatusCode.Cancelled, "cancelled by the caller"), []);

    private static DateTime AsUtc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

    private async Task<HttpResponseMessage?> SendAsync(HttpMessageInvoker http, HttpRequestMessage request)
    {
        try
        {
            var response = await http.SendAsync(request, Stopped);
            StopWith(response);
            _headers.TrySetResult(ResponseHeaders.ReadMetadata(response));
            return response;
        }
        catch (Exception e)
        {
            Fail(e);
            return null;
        }
    }

    private void StopWith(IDisposable resource) =>
        _stop.Token.UnsafeRegister(static resource => ((IDisposable)resource!).Dispose(), resource);

    private void Expire() => End(new Status(StatusCode.DeadlineExceeded, "deadline exceeded"), []);

    private CallEnd Finished() => CurrentEnd ?? throw new InvalidOperationException("the call has not ended yet");
}
