namespace KioskSuite.Devices;

/// <summary>
/// One at a time, in the order of asking. A waiter goes on where it awaits: a semaphore hands one that can be cancelled
/// to the thread pool, and a program of one thread with its own clock would lose sight of it.
/// </summary>
public sealed class Turn
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <summary>Takes the turn if nobody has it.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var free = !_taken;
            _taken = true;
            return free;
        }
    }

    /// <summary>Completes when it is the caller's turn, who gives it back with <see cref="Release"/>.</summary>
    public async ValueTask WaitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_taken)
            {
                _taken = true;
                return;
            }

            _waiting.Enqueue(mine);
        }

        await using (stop.Register(() => mine.TrySetCanceled(stop)))
        {
            await mine.Task;
        }
    }

    /// <summary>Gives the turn to the first who still waits.</summary>
    public void Release()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _taken = false;
        }
    }
}
