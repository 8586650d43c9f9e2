namespace KioskSuite.Dev.Proofs;

/// <summary>Counts the steps that were seen to end under the present customer.</summary>
internal sealed class StepCount
{
    private readonly Lock _gate = new();
    private readonly List<(int Steps, TaskCompletionSource Reached)> _waiting = [];
    private int _ended;

    /// <summary>A new customer comes.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            (_ended, _) = (0, _waiting.RemoveAll(_ => true));
        }
    }

    public void Ended()
    {
        lock (_gate)
        {
            _ended++;
            foreach (var (_, reached) in _waiting.Where(w => w.Steps <= _ended))
            {
                reached.TrySetResult();
            }
        }
    }

    /// <summary>Completes when so many steps have ended.</summary>
    public Task ReachAsync(int steps)
    {
        lock (_gate)
        {
            if (_ended >= steps)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((steps, reached));
            return reached.Task;
        }
    }
}
