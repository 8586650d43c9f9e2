namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>
/// Ends the wait for a call that takes too long with a <see cref="TimeoutException"/>; one call at a time.
/// </summary>
/// <remarks>
/// A timer set and cancelled for each command shows beside a short one. So the timer that one call set runs on, and
/// when it ends it is set again for what the call then under way has left.
/// </remarks>
public sealed class PcscWatchdog(TimeSpan deadline, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _set;
    private PcscCall? _watched;
    private long _since;

    public void Dispose()
    {
        lock (_gate)
        {
            _watched = null;
            _timer?.Dispose();
        }
    }

    internal void Watch(PcscCall call)
    {
        lock (_gate)
        {
            (_watched, _since) = (call, time.GetTimestamp());
            if (!_set)
            {
                Set(deadline);
            }
        }
    }

    internal void Unwatch(PcscCall call)
    {
        lock (_gate)
        {
            _watched = _watched == call ? null : _watched;
        }
    }

    private void Set(TimeSpan due)
    {
        _set = true;
        _timer ??= time.CreateTimer(
            self => ((PcscWatchdog)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        PcscCall late;
        lock (_gate)
        {
            _set = false;
            if (_watched is not { } watched)
            {
                return;
            }

            var left = deadline - time.GetElapsedTime(_since);
            if (left > TimeSpan.Zero)
            {
                // Timers count whole milliseconds: one more, or it would come too early again and again.
                Set(left + TimeSpan.FromMilliseconds(1));
                return;
            }

            (late, _watched) = (watched, null);
        }

        late.Fail(new TimeoutException());
    }
}
