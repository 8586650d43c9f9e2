using Grpc.Core;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.CentralLink;

/// <summary>Passes streams on and counts the rows that go out.</summary>
internal sealed class CountingInvoker(CallInvoker inner) : RefusingInvoker
{
    private int _rows;

    public int RowsSent => Volatile.Read(ref _rows);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = inner.AsyncDuplexStreamingCall(method, host, options);
        return new(
            new Writer<TRequest>(this, call.RequestStream), call.ResponseStream, call.ResponseHeadersAsync,
            call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private sealed class Writer<T>(CountingInvoker counter, IClientStreamWriter<T> inner) : IClientStreamWriter<T>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message) => WriteAsync(message, default);

        public Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref counter._rows, (message as FromKiosk)?.Batch?.Rows.Count ?? 0);
            return inner.WriteAsync(message, cancellationToken);
        }

        public Task CompleteAsync() => inner.CompleteAsync();
    }
}
