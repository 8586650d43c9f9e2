using System.Threading.Channels;
using Grpc.Core;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.CentralLink;

/// <summary>A central of one's own making at the other end of the stream; keeps what was sent.</summary>
/// <param name="answers">Answers to one message; null when even the write never completes.</param>
internal sealed class ScriptedLink(Func<FromKiosk, IEnumerable<ToKiosk>?> answers) : RefusingInvoker
{
    private readonly List<FromKiosk> _sent = [];

    public IReadOnlyList<FromKiosk> Sent
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var stream = new Stream(this, options.CancellationToken);
        return new(
            (IClientStreamWriter<TRequest>)(object)stream, (IAsyncStreamReader<TResponse>)(object)stream,
            Task.FromResult(new Metadata()), () => default, () => new Metadata(), () => { });
    }

    private IEnumerable<ToKiosk>? Take(FromKiosk message)
    {
        lock (_sent)
        {
            _sent.Add(message);
        }

        return answers(message);
    }

    private sealed class Stream(ScriptedLink link, CancellationToken stop)
        : IClientStreamWriter<FromKiosk>, IAsyncStreamReader<ToKiosk>
    {
        private readonly Channel<IEnumerator<ToKiosk>> _waiting = Channel.CreateUnbounded<IEnumerator<ToKiosk>>();
        private IEnumerator<ToKiosk>? _answers;

        public WriteOptions? WriteOptions { get; set; }

        public ToKiosk Current => _answers!.Current;

        public Task WriteAsync(FromKiosk message) => WriteAsync(message, default);

        public Task WriteAsync(FromKiosk message, CancellationToken cancellationToken) =>
            link.Take(message) is { } answers
                ? _waiting.Writer.WriteAsync(answers.GetEnumerator(), cancellationToken).AsTask()
                : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            stop.ThrowIfCancellationRequested();
            while (_answers is null || !_answers.MoveNext())
            {
                _answers = await _waiting.Reader.ReadAsync(cancellationToken);
            }

            return true;
        }

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
