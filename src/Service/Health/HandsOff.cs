namespace KioskSuite.Service.Health;

/// <summary>Counts the journeys that work with the devices. Safe for many callers.</summary>
/// <param name="released">Called when the last one let go.</param>
internal sealed class HandsOff(Action released)
{
    private readonly Signal _begun = new();
    private int _holds;

    /// <summary>A journey works with the devices now.</summary>
    public bool Now => Volatile.Read(ref _holds) > 0;

    /// <summary>Is cancelled when the next journey begins; take it before looking at <see cref="Now"/>.</summary>
    public CancellationToken Begins => _begun.Token;

    public IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        _begun.Raise();
        return new Grip(this);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            released();
        }
    }

    private sealed class Grip(HandsOff owner) : IDisposable
    {
        private bool _let;

        // Twice is once: a journey may let go early and again at its end.
        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _let, true))
            {
                owner.Release();
            }
        }
    }
}
