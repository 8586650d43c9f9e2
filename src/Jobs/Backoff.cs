namespace KioskSuite.Jobs;

/// <summary>Full jitter: the pause before attempt n is drawn evenly from zero to first · 2ⁿ, at most the cap.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan most, Random random, TimeProvider time)
{
    private const int LargestShift = 16;

    public Task PauseAsync(int attempt, CancellationToken stop)
    {
        var limit = Math.Min(first.TotalMilliseconds * (1 << Math.Min(attempt, LargestShift)), most.TotalMilliseconds);
        double drawn;
        lock (random)
        {
            drawn = random.NextDouble();
        }

        return Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, drawn * limit)), time, stop);
    }
}
