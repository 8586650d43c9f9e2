namespace KioskSuite.Jobs.Board;

/// <summary>
/// Something one waiter waits for. The waiter goes on where it awaits: <see cref="Task.WaitAsync(CancellationToken)"/>
/// would hand it to the thread pool, and a program of one thread with its own clock would lose it.
/// </summary>
internal sealed class Signal<T>
{
    private readonly TaskCompletionSource<T> _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was given, or null; for who looks in now and then.</summary>
    public T? GivenOrDefault { get; private set; }

    /// <summary>False when it was given, or given up, before.</summary>
    public bool TryGive(T value)
    {
        var first = _given.TrySetResult(value);
        GivenOrDefault = first ? value : GivenOrDefault;
        return first;
    }

    public async Task<T> WaitAsync(CancellationToken stop)
    {
        await using var ended = stop.Register(() => _given.TrySetCanceled(stop));
        return await _given.Task;
    }

    /// <exception cref="TimeoutException">It was not given in time.</exception>
    public async Task<T> WaitAsync(TimeSpan within, TimeProvider time, CancellationToken stop)
    {
        await using var late = time.CreateTimer(
            _ => _given.TrySetException(new TimeoutException()), null, within, Timeout.InfiniteTimeSpan);
        return await WaitAsync(stop);
    }
}
