namespace KioskSuite.Service.Health;

/// <summary>Counts the journeys that work with the devices. Safe for many callers.</summary>
internal sealed class HandsOff
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _held = NewSignal();
    private TaskCompletionSource _free = Completed();
    private int _holds;

    /// <summary>Completes when the next journey begins; completed while one works.</summary>
    public Task Held
    {
        get
        {
            lock (_gate)
            {
                return _held.Task;
            }
        }
    }

    /// <summary>Completes when the last journey ended; completed while none works.</summary>
    public Task Free
    {
        get
        {
            lock (_gate)
            {
                return _free.Task;
            }
        }
    }

    public bool Now => Held.IsCompleted;

    /// <param name="released">Called once, when this hold was the last one and ended.</param>
    public IDisposable Hold(Action released)
    {
        lock (_gate)
        {
            if (++_holds == 1)
            {
                _free = NewSignal();
                _held.TrySetResult();
            }
        }

        return new Grip(this, released);
    }

    private bool Release()
    {
        lock (_gate)
        {
            if (--_holds > 0)
            {
                return false;
            }

            _held = NewSignal();
            _free.TrySetResult();
            return true;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Completed()
    {
        var signal = NewSignal();
        signal.SetResult();
        return signal;
    }

    private sealed class Grip(HandsOff owner, Action released) : IDisposable
    {
        private bool _let;

        // Twice is once: the same journey may dispose in a finally and at its end.
        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _let, true) && owner.Release())
            {
                released();
            }
        }
    }
}
