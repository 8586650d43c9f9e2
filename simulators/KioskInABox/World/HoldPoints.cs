namespace KioskSuite.KioskInABox.World;

/// <summary>
/// Points at which a simulator can be told to hold its answer back, so that a process can be killed there.
/// </summary>
public sealed class HoldPoints
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource?> _armed = [];

    /// <summary>Raised when a simulator reached an armed point and now holds its answer.</summary>
    public event Action<string>? Reached;

    /// <summary>The next answer there will be held, and only that one.</summary>
    public void Arm(string point)
    {
        lock (_gate)
        {
            _armed.TryAdd(point, null);
        }
    }

    /// <summary>Lets go of the answer held there; the point is not armed any more.</summary>
    public void Release(string point)
    {
        TaskCompletionSource? held;
        lock (_gate)
        {
            _armed.Remove(point, out held);
        }

        held?.TrySetResult();
    }

    /// <summary>
    /// Called by simulators after the act was done and before its answer goes out: <c>read</c>, <c>feed</c>,
    /// <c>chip</c>, <c>stripe</c>, <c>print</c>, <c>present</c>, <c>taken</c>.
    /// </summary>
    /// <remarks>Task.WaitAsync would pass through the thread pool, which virtual time cannot see.</remarks>
    public async Task PassAsync(string point, CancellationToken stop)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_armed.TryGetValue(point, out var held) || held is not null)
            {
                return;
            }

            _armed[point] = answer;
        }

        Reached?.Invoke(point);
        await using (stop.Register(() => answer.TrySetCanceled(stop)))
        {
            await answer.Task;
        }
    }
}
