using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace KioskSuite.Grpc.Wire;

/// <summary>
/// One call at the server. Head and status leave together when no message went first (Trailers-Only), so that a refusal
/// costs one frame. The deadline is kept here too: a handler that misses it does not cost the peer its answer.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext, IDisposable
{
    private readonly HttpContext _http;
    private readonly TimeProvider _time;
    private readonly MessageReader _messages;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _cancelled;
    private readonly SemaphoreSlim _output = new(1, 1);
    private readonly Lazy<Metadata> _requestHeaders;
    private DateTime _deadlineAt = DateTime.MaxValue;
    private ReadOnlyMemory<byte> _last;

    // HasStarted stays false while a message waits unflushed, and the status would land before it.
    private bool _started;
    private bool _ended;

    private ServerCall(HttpContext http, TimeProvider time, CancellationTokenSource deadline, MessageReader messages)
    {
        (_http, _time, _deadline, _messages) = (http, time, deadline, messages);
        _requestHeaders = new(ReadRequestHeaders);
        _cancelled = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
    }

    public override string Method => _http.Request.Path.Value ?? "";

    public override string Peer => _http.Connection.RemoteIpAddress switch
    {
        { AddressFamily: AddressFamily.InterNetwork } ip => $"ipv4:{ip}:{_http.Connection.RemotePort}",
        IPAddress ip => $"ipv6:[{ip}]:{_http.Connection.RemotePort}",
        null => "unknown",
    };

    public override DateTime Deadline => _deadlineAt;

    public override Metadata RequestHeaders => _requestHeaders.Value;

    public override CancellationToken CancellationToken => _cancelled.Token;

    public override Metadata ResponseTrailers { get; } = [];

    public override Status Status { get; set; } = Status.DefaultSuccess;

    /// <summary>Starts the deadline's clock. A malformed timeout is refused when the call runs.</summary>
    public static ServerCall Begin(HttpContext http, TimeProvider time, int maxReceiveMessageSize)
    {
        var now = time.GetUtcNow().UtcDateTime;
        TimeSpan? timeout = http.Request.Headers.TryGetValue(MetadataHeaders.Timeout, out var text)
            && GrpcTimeout.TryParse(text.ToString(), out var parsed) ? parsed : null;
        var messages = new MessageReader(http.Request.BodyReader, maxReceiveMessageSize);
        return new ServerCall(http, time, GrpcTimeout.StartTimer(timeout, time), messages)
        {
            _deadlineAt = timeout < DateTime.MaxValue - now ? now + timeout.Value : DateTime.MaxValue,
        };
    }

    public override async Task WriteResponseHeadersAsync(Metadata responseHeaders)
    {
        var fields = MetadataHeaders.Write(responseHeaders);
        await _output.WaitAsync(CancellationToken);
        try
        {
            if (_started)
                throw new InvalidOperationException("the response headers have been sent");

            ThrowIfEnded();
            fields.ForEach(f => _http.Response.Headers.Append(f.Key, f.Value));
            _started = true;
            await _http.Response.BodyWriter.FlushAsync(CancellationToken);
        }
        finally
        {
            _output.Release();
        }
    }

    public async Task<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        var request = await ReadAsync(marshaller, CancellationToken) ?? throw MessageReader.NotSingle("none");
        var more = await ReadAsync(marshaller, CancellationToken) is not null;
        return more ? throw MessageReader.NotSingle("several") : request;
    }

    public async Task<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, cancellationToken);
        try
        {
            return await _messages.ReadAsync(marshaller, either.Token);
        }
        catch (IOException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the client is gone"));
        }
    }

    public async Task WriteAsync<T>(Marshaller<T> marshaller, T message, CancellationToken cancellationToken)
    {
        var frame = MessageSerializer.Frame(marshaller, message);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, cancellationToken);
        await _output.WaitAsync(either.Token);
        try
        {
            ThrowIfEnded();
            _started = true;
            await _http.Response.BodyWriter.WriteAsync(frame, either.Token);
        }
        finally
        {
            _output.Release();
        }
    }

    /// <summary>Keeps the only response, to leave together with the status.</summary>
    public void WriteLast<T>(Marshaller<T> marshaller, T message) =>
        _last = MessageSerializer.Frame(marshaller, message);

    public void Dispose()
    {
        _cancelled.Dispose();
        _deadline.Dispose();
        _output.Dispose();
    }

    private void ThrowIfEnded()
    {
        if (_ended)
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "the call has ended"));
    }

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in _http.Request.Headers)
            MetadataHeaders.Read(metadata, name, values);
        return metadata;
    }
}
