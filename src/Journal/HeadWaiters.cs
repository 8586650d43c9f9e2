namespace KioskSuite.Journal;

/// <summary>Those who wait for the head to move. Continuations never run inside the one who moves it.</summary>
internal sealed class HeadWaiters
{
    private readonly Lock _gate = new();
    private readonly List<(ulong Seq, TaskCompletionSource Moved)> _waiting = [];
    private JournalException? _ended;
    private ulong _head;

    /// <summary>Completes when the head is beyond <paramref name="seq"/>; fails when the log ends.</summary>
    public async Task WaitAsync(ulong seq, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_head > seq)
                return;
            if (_ended is not null)
                throw _ended;
            _waiting.Add((seq, moved));
        }

        await using var registration = stop.Register(() => Forget(moved, stop));
        await moved.Task;
    }

    public void MoveTo(ulong head)
    {
        lock (_gate)
        {
            _head = head;
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Seq < head)
                {
                    _waiting[i].Moved.TrySetResult();
                    _waiting.RemoveAt(i);
                }
            }
        }
    }

    public void End(JournalException why)
    {
        lock (_gate)
        {
            _ended ??= why;
            foreach (var (_, moved) in _waiting)
            {
                moved.TrySetException(_ended);
            }

            _waiting.Clear();
        }
    }

    private void Forget(TaskCompletionSource moved, CancellationToken stop)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(w => w.Moved == moved);
        }

        moved.TrySetCanceled(stop);
    }
}
