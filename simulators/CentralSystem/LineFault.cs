using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace KioskSuite.CentralSystem;

/// <summary>The scripted loss of the line: while it lasts every connection is cut and no call is served.</summary>
internal sealed class LineFault(CentralFault fault, TimeProvider time)
{
    private const int Over = 0;
    private const int Armed = 1;
    private const int Lasting = 2;

    /// <summary>
    /// Between the answer that starts the fault and the cut, so that the answer is out of the socket.
    /// </summary>
    private static readonly TimeSpan AnswerLeaves = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ConnectionContext, byte> _open = new();
    private int _state = fault == CentralFault.CentralAway ? Armed : Over;

    private bool Away => Volatile.Read(ref _state) == Lasting;

    /// <summary>The line is back for good.</summary>
    public void Return() => Volatile.Write(ref _state, Over);

    /// <summary>Serves one connection, or cuts it.</summary>
    public async Task ConnectAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _open[connection] = 0;
        try
        {
            if (Away)
                connection.Abort();
            else
                await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }

    /// <summary>Serves one call, or holds it until its connection is cut.</summary>
    public Task PassAsync(HttpContext call, RequestDelegate next)
    {
        if (call.Request.Path.Value?.EndsWith("/LookUp", StringComparison.Ordinal) == true)
            call.Response.OnCompleted(BeginAsync);
        return Away ? Task.Delay(Timeout.InfiniteTimeSpan, time, call.RequestAborted) : next(call);
    }

    /// <summary>The first answered LookUp starts the fault.</summary>
    private async Task BeginAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Lasting, Armed) != Armed)
            return;
        await Task.Delay(AnswerLeaves, time);
        foreach (var connection in _open.Keys)
            connection.Abort();
    }
}
