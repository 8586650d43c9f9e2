using System.Diagnostics.CodeAnalysis;

namespace KioskSuite.Service.Health;

/// <summary>
/// Something that happens again and again. Take the token, look at the state, wait with the token: what happens in
/// between is not lost. Built on tokens, because waiting for a task with a token leaves the thread of a virtual clock.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timer and wait handle there is nothing to free.")]
internal sealed class Signal
{
    // Never disposed: whoever waits late may still hold its token.
    private CancellationTokenSource _next = new();

    /// <summary>Is cancelled when the signal is raised the next time.</summary>
    public CancellationToken Token => Volatile.Read(ref _next).Token;

    public void Raise() => Interlocked.Exchange(ref _next, new CancellationTokenSource()).Cancel();

    /// <summary>Completes when the token is cancelled, never on the stack of whoever did it.</summary>
    public static async Task WaitAsync(CancellationToken token, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, stop);
        var raised = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registered = either.Token.UnsafeRegister(
            static s => ((TaskCompletionSource)s!).TrySetResult(), raised);
        await raised.Task;
        stop.ThrowIfCancellationRequested();
    }
}
