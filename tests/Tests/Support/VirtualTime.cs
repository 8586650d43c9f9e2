using System.Collections.Concurrent;

namespace KioskSuite.Tests.Support;

/// <summary>A clock that stands still until it is moved; timers fire on the thread that moves it.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly DateTimeOffset _began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>Something went on in another thread: what follows is no longer the same in every run.</summary>
    public bool Left { get; private set; }

    public override DateTimeOffset GetUtcNow() => _began + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, firing every timer on its way at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        var until = Elapsed + by;
        while (FireNext(until))
        {
        }

        lock (_gate)
        {
            _elapsed = until;
        }
    }

    /// <summary>
    /// Runs a test on this thread alone: while anything is ready it runs, then the clock jumps to the next timer.
    /// Fails when everything waits for ever.
    /// </summary>
    public static Task Run(Func<VirtualTime, Task> test)
    {
        var outer = SynchronizationContext.Current;
        var time = new VirtualTime();
        var pump = new Pump(time);
        SynchronizationContext.SetSynchronizationContext(pump);
        try
        {
            var task = test(time);
            while (!task.IsCompleted)
            {
                if (!pump.RunOne() && !time.FireNext(Longest) && !pump.WaitForOthers())
                {
                    throw new InvalidOperationException($"all wait for ever at {time.Elapsed}");
                }
            }

            return task;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private bool FireNext(TimeSpan until)
    {
        VirtualTimer? next;
        lock (_gate)
        {
            next = _timers.Where(t => t.Due <= until).MinBy(t => t.Due);
            if (next is null)
            {
                return false;
            }

            _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
            next.Due = next.Period > TimeSpan.Zero ? _elapsed + next.Period : TimeSpan.MaxValue;
        }

        next.Fire();
        return true;
    }

    private sealed class VirtualTimer(VirtualTime time, Action fire) : ITimer
    {
        internal TimeSpan Due { get; set; } = TimeSpan.MaxValue;

        internal TimeSpan Period { get; private set; }

        internal void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Due = dueTime < TimeSpan.Zero ? TimeSpan.MaxValue : time._elapsed + dueTime;
                Period = period;
                time._timers.Remove(this);
                time._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Pump(VirtualTime time) : SynchronizationContext
    {
        private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);
        private readonly int _owner = Environment.CurrentManagedThreadId;
        private readonly ManualResetEventSlim _posted = new();
        private readonly ConcurrentQueue<(SendOrPostCallback Run, object? State)> _ready = new();

        public override void Post(SendOrPostCallback d, object? state)
        {
            time.Left |= Environment.CurrentManagedThreadId != _owner;
            _ready.Enqueue((d, state));
            _posted.Set();
        }

        /// <summary>Nothing is left to do here; somebody may still be at work in another thread.</summary>
        internal bool WaitForOthers()
        {
            _posted.Reset();
            return !_ready.IsEmpty || _posted.Wait(s_grace);
        }

        internal bool RunOne()
        {
            var any = _ready.TryDequeue(out var next);
            next.Run?.Invoke(next.State);
            return any;
        }
    }
}
