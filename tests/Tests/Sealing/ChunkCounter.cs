using Grpc.Core;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.Sealing;

/// <summary>Passes calls on and counts the bytes of evidence that go out.</summary>
internal sealed class ChunkCounter(CallInvoker inner) : RefusingInvoker
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Where the first chunk began.</summary>
    public ulong? First { get; private set; }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = inner.AsyncClientStreamingCall(method, host, options);
        return new(
            new Writer<TRequest>(this, call.RequestStream), call.ResponseAsync, call.ResponseHeadersAsync,
            call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.AsyncUnaryCall(method, host, options, request);

    private sealed class Writer<T>(ChunkCounter counter, IClientStreamWriter<T> inner) : IClientStreamWriter<T>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message) => WriteAsync(message, default);

        public Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            if (message is EvidenceChunk chunk)
            {
                counter.First ??= chunk.Offset;
                Interlocked.Add(ref counter._bytes, chunk.Data.Length);
            }

            return inner.WriteAsync(message, cancellationToken);
        }

        public Task CompleteAsync() => inner.CompleteAsync();
    }
}
