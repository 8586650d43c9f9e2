namespace KioskSuite.KioskInABox.Links;

/// <summary>Whether a simulated device hangs on its line. What was pulled may be put back after a while.</summary>
public sealed class Plug
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private TaskCompletionSource _in = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _pulled;

    private Plug(TimeProvider time) => _time = time;

    public bool IsIn => Plugged.IsCompleted;

    private Task Plugged
    {
        get
        {
            lock (_gate)
            {
                return _in.Task;
            }
        }
    }

    /// <param name="outFor">
    /// How long it is out from now on: zero for not at all, <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    public static Plug Make(TimeProvider time, TimeSpan outFor)
    {
        var plug = new Plug(time);
        _ = plug.PutBackAsync(outFor);
        return plug;
    }

    /// <summary>Everything that runs while it is in ends now.</summary>
    public void Pull(TimeSpan outFor)
    {
        Action? pulled;
        lock (_gate)
        {
            if (!_in.Task.IsCompleted)
            {
                return;
            }

            _in = new(TaskCreationOptions.RunContinuationsAsynchronously);
            pulled = _pulled;
        }

        pulled?.Invoke();
        _ = PutBackAsync(outFor);
    }

    public Task WaitInAsync(CancellationToken stop) => Plugged.WaitAsync(stop);

    /// <summary>Runs something until it ends or the plug is pulled; does nothing while it is out.</summary>
    public async Task WhileInAsync(Func<CancellationToken, Task> run, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        void Pulled() => End(over);
        lock (_gate)
        {
            if (!_in.Task.IsCompleted)
            {
                return;
            }

            _pulled += Pulled;
        }

        try
        {
            await run(over.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Pulled.
        }
        finally
        {
            lock (_gate)
            {
                _pulled -= Pulled;
            }
        }
    }

    private static void End(CancellationTokenSource over)
    {
        try
        {
            over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at the same moment.
        }
    }

    private async Task PutBackAsync(TimeSpan after)
    {
        if (after != TimeSpan.Zero)
        {
            await Task.Delay(after, _time);
        }

        lock (_gate)
        {
            _in.TrySetResult();
        }
    }
}
