using System.IO.Pipelines;
using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>The responses of one call. One read at a time; the last one ends the call.</summary>
internal sealed class ResponseReader<T>(ClientCall call, Marshaller<T> marshaller, int maxLength)
    : IAsyncStreamReader<T>
    where T : class
{
    private MessageReader? _messages;
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("no message has been read");

    /// <summary>False at the end of a call whose status is OK.</summary>
    /// <exception cref="RpcException">The call ended otherwise; cancelling the token cancels the call.</exception>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var cancelling = call.CancelWith(cancellationToken);
        var end = await ReadAsync();
        return end is null || (end.IsOk ? false : throw end.ToException());
    }

    /// <summary>The response of a call that has exactly one.</summary>
    public async Task<T> ReadSingleAsync()
    {
        if (await ReadAsync(emptyIsOk: false) is { } early)
            throw early.ToException();

        var response = Current;
        var end = await ReadAsync() ?? call.Fail(MessageReader.NotSingle("several"));
        return end.IsOk ? response : throw end.ToException();
    }

    /// <summary>Null when a message was read, else how the call ended.</summary>
    private async Task<CallEnd?> ReadAsync(bool emptyIsOk = true)
    {
        if (call.CurrentEnd is { } before)
            return before;

        CallEnd end;
        try
        {
            if (await call.Response is not { } response)
                return await call.Ended;

            _messages ??= await OpenAsync(response);
            _current = await _messages.ReadAsync(marshaller, call.Stopped);
            if (_current is not null)
                return null;

            var (status, trailers) = ResponseHeaders.ReadEnd(response, _messages.AnyByte);
            if (status.StatusCode == StatusCode.OK && !emptyIsOk)
                status = MessageReader.NotSingle("none").Status;
            end = call.End(status, trailers);
        }
        catch (Exception e)
        {
            end = call.Fail(e);
        }

        _messages?.Complete();
        return end;
    }

    private async Task<MessageReader> OpenAsync(HttpResponseMessage response)
    {
        if (ResponseHeaders.FindRefusal(response) is { } refusal)
            throw new RpcException(refusal, ResponseHeaders.ReadMetadata(response));

        var body = await response.Content.ReadAsStreamAsync(call.Stopped);
        return new MessageReader(PipeReader.Create(body), maxLength);
    }
}
