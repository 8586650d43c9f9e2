namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>
/// A call on its way to a <see cref="PcscThread"/>; whoever is first ends it, the others are too late.
/// </summary>
internal abstract class PcscCall
{
    /// <summary>Runs it on the thread, unless it ended before its turn.</summary>
    public abstract void Run(SCardContext context);

    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
/// <param name="call">What the thread does.</param>
/// <param name="options">On which thread those who await it go on.</param>
internal sealed class PcscCall<T>(Func<SCardContext, T> call, TaskCreationOptions options) : PcscCall
{
    private readonly TaskCompletionSource<T> _answer = new(options);
    private PcscWatchdog? _watchdog;
    private CancellationTokenRegistration _cancelling;

    public Task<T> Answer => _answer.Task;

    /// <summary>From now on the watchdog and the token may end it.</summary>
    public void Guard(PcscWatchdog watchdog, CancellationToken stop)
    {
        _watchdog = watchdog;
        watchdog.Watch(this);
        _cancelling = stop.UnsafeRegister(
            static (self, token) => ((PcscCall<T>)self!)._answer.TrySetCanceled(token), this);
    }

    public override void Run(SCardContext context)
    {
        if (_answer.Task.IsCompleted)
        {
            return;
        }

        T value;
        try
        {
            value = call(context);
        }
#pragma warning disable CA1031 // The awaiting caller gets whatever it was; the thread must not end the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(error);
            return;
        }

        Unguard();
        _answer.TrySetResult(value);
    }

    public override void Fail(Exception error)
    {
        Unguard();
        _answer.TrySetException(error);
    }

    private void Unguard()
    {
        _watchdog?.Unwatch(this);
        _cancelling.Dispose();
    }
}
