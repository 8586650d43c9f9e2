using System.Collections.Concurrent;

namespace KioskSuite.CentralSystem;

/// <summary>The scripted loss of the line: while it lasts every call is reset and every new connection cut.</summary>
internal sealed class LineFault(CentralFault fault)
{
    private readonly ConcurrentDictionary<HttpContext, byte> _running = new();
    private int _state = fault == CentralFault.CentralAway ? Armed : Over;

    private const int Over = 0;
    private const int Armed = 1;
    private const int Lasting = 2;

    public bool Away => Volatile.Read(ref _state) == Lasting;

    /// <summary>The line is back for good.</summary>
    public void Return() => Volatile.Write(ref _state, Over);

    /// <summary>Runs one call, or resets it.</summary>
    public async Task PassAsync(HttpContext call, RequestDelegate next)
    {
        if (call.Request.Path.Value?.EndsWith("/LookUp", StringComparison.Ordinal) == true)
            call.Response.OnCompleted(BeginAsync);
        _running[call] = 0;
        try
        {
            if (Away)
                call.Abort();
            else
                await next(call);
        }
        finally
        {
            _running.TryRemove(call, out _);
        }
    }

    /// <summary>Starts with the first answered LookUp: resets the calls that still run.</summary>
    private Task BeginAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Lasting, Armed) == Armed)
        {
            foreach (var call in _running.Keys)
                call.Abort();
        }

        return Task.CompletedTask;
    }
}
