using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>The requests of one call, as its handler reads them.</summary>
internal sealed class RequestReader<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("no message has been read");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = await call.ReadAsync(marshaller, cancellationToken);
        return _current is not null;
    }
}

/// <summary>The responses of one call, as its handler writes them; each is flushed.</summary>
internal sealed class ResponseWriter<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => call.WriteAsync(marshaller, message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        call.WriteAsync(marshaller, message, cancellationToken);
}
