using System.Collections.Concurrent;

namespace KioskSuite.KioskInABox.World;

/// <summary>
/// Points at which a simulator can be told to hold its answer back, so that a process can be killed there.
/// </summary>
public sealed class HoldPoints
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _armed = new();

    /// <summary>Raised when a simulator reached an armed point and now holds its answer.</summary>
    public event Action<string>? Reached;

    public void Arm(string point) => _armed[point] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release(string point)
    {
        if (_armed.TryRemove(point, out var held))
        {
            held.TrySetResult();
        }
    }

    /// <summary>
    /// Called by simulators after the act was done and before its answer goes out: <c>read</c>, <c>feed</c>,
    /// <c>chip</c>, <c>stripe</c>, <c>print</c>, <c>present</c>, <c>taken</c>.
    /// </summary>
    /// <remarks>Task.WaitAsync would pass through the thread pool, which virtual time cannot see.</remarks>
    public async Task PassAsync(string point, CancellationToken stop)
    {
        if (_armed.TryGetValue(point, out var held))
        {
            Reached?.Invoke(point);
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (stop.Register(() => over.TrySetCanceled(stop)))
            {
                await await Task.WhenAny(held.Task, over.Task);
            }
        }
    }
}
