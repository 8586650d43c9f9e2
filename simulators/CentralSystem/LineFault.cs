using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace KioskSuite.CentralSystem;

/// <summary>Carries out on real connections what <see cref="CallFaults"/> decides.</summary>
internal sealed class LineFault(CallFaults faults, TimeProvider time, Action<string> held)
{
    /// <summary>
    /// Between the last answer and the cut, so that the answer is out of the socket.
    /// </summary>
    private static readonly TimeSpan AnswerLeaves = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, ConnectionContext> _open = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _holding = new();

    /// <summary>The line is back for good.</summary>
    public void Return() => faults.Return();

    /// <summary>Lets the held answer of a command go.</summary>
    public void Release(string call)
    {
        if (_holding.TryRemove(call, out var waiting))
            waiting.TrySetResult();
    }

    /// <summary>Serves one connection, or cuts it.</summary>
    public async Task ConnectAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _open[connection.ConnectionId] = connection;
        try
        {
            if (faults.Away)
                connection.Abort();
            else
                await next(connection);
        }
        finally
        {
            _open.TryRemove(connection.ConnectionId, out _);
        }
    }

    /// <summary>Serves one call as scripted.</summary>
    public async Task PassAsync(HttpContext call, RequestDelegate next)
    {
        var method = call.Request.Path.Value?.Split('/')[^1] ?? "";
        switch (faults.Arrive(method))
        {
            case Fate.Pass:
                await next(call);
                break;
            case Fate.Slow:
                await Task.Delay(CallFaults.SlowAnswer, time, call.RequestAborted);
                await next(call);
                break;
            case Fate.Away:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, call.RequestAborted);
                break;
            case Fate.Before:
                CutAll();
                break;
            case var fate:
                await EndAsync(call, method, fate, await AnswerAsync(call, next));
                break;
        }
    }

    /// <summary>Does the call and keeps what it would have answered; trailers wait for the call's end.</summary>
    private static async Task<ReadOnlyMemory<byte>> AnswerAsync(HttpContext call, RequestDelegate next)
    {
        var line = call.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var answer = new MemoryStream();
        call.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        await next(call);
        call.Features.Set(line);
        return answer.ToArray();
    }

    private async Task EndAsync(HttpContext call, string method, Fate fate, ReadOnlyMemory<byte> answer)
    {
        switch (fate)
        {
            case Fate.During:
                CutAll();
                return;
            case Fate.Lost:
                Cut(call.Connection.Id);
                return;
            case Fate.Twice:
                await call.Response.BodyWriter.WriteAsync(answer, call.RequestAborted);
                break;
            case Fate.Hold:
                await HoldAsync(CallNames.CallOf(method)!, call.RequestAborted);
                break;
        }

        await call.Response.BodyWriter.WriteAsync(answer, call.RequestAborted);
        await call.Response.CompleteAsync();
        if (fate == Fate.After)
        {
            await Task.Delay(AnswerLeaves, time, CancellationToken.None);
            CutAll();
        }
    }

    private async Task HoldAsync(string call, CancellationToken gone)
    {
        var waiting = _holding[call] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        held(call);
        await waiting.Task.WaitAsync(gone);
    }

    private void CutAll()
    {
        foreach (var id in _open.Keys)
            Cut(id);
    }

    private void Cut(string connection)
    {
        if (_open.TryGetValue(connection, out var open))
            open.Abort();
    }
}
