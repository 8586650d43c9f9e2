namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>
/// A thread with a PC/SC context of its own, because PC/SC calls block and a context must not be shared by blocking
/// calls. A call that never returns keeps its thread; the owner abandons it and starts another.
/// </summary>
public sealed class PcscThread : IDisposable
{
    private const int Waiting = 4;
    private readonly object _gate = new();
    private readonly Queue<PcscCall> _calls = new(Waiting);
    private readonly SCardContext _context;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _last;

    private PcscThread(IPcscLibrary library) => _context = new SCardContext(library);

    /// <summary>Completes when the thread ended; stays open while a call is stuck.</summary>
    public Task Ended => _ended.Task;

    public static PcscThread Start(string name, IPcscLibrary library)
    {
        var made = new PcscThread(library);
        new Thread(made.Run) { IsBackground = true, Name = name }.Start();
        return made;
    }

    /// <summary>Runs a call on the thread. At most a few wait at once; more, or after Dispose, is a bug.</summary>
    public Task<T> CallAsync<T>(Func<SCardContext, T> call)
    {
        var made = new PcscCall<T>(call, TaskCreationOptions.RunContinuationsAsynchronously);
        Add(made);
        return made.Answer;
    }

    /// <summary>
    /// As <see cref="CallAsync"/>, but who awaits it goes on upon this thread, so that its next call is run without
    /// waking another one: two wake-ups cost more than a short command. Nobody may block there.
    /// </summary>
    /// <param name="call">What the thread does.</param>
    /// <param name="watchdog">Ends the wait for it, not the call itself, with a TimeoutException.</param>
    /// <param name="stop">Ends the wait as well.</param>
    public Task<T> ConverseAsync<T>(Func<SCardContext, T> call, PcscWatchdog watchdog, CancellationToken stop)
    {
        var made = new PcscCall<T>(call, TaskCreationOptions.None);
        made.Guard(watchdog, stop);
        Add(made);
        return made.Answer;
    }

    /// <summary>Asks a waiting GetStatusChange to return, and every later one.</summary>
    public SCardError Cancel() => _context.Cancel();

    /// <summary>
    /// Takes no more calls. The thread releases its context when its last call returns, now or much later.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _last = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Add(PcscCall call)
    {
        lock (_gate)
        {
            InvariantException.Require(!_last, "PC/SC thread was ended");
            InvariantException.Require(_calls.Count < Waiting, "too many PC/SC calls at once");
            _calls.Enqueue(call);
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (Next() is { } call)
        {
            call.Run(_context);
        }

        _context.Dispose();
        _ended.SetResult();
    }

    /// <summary>Waits for a call; null when there will be none.</summary>
    private PcscCall? Next()
    {
        lock (_gate)
        {
            while (_calls.Count == 0 && !_last)
            {
                Monitor.Wait(_gate);
            }

            return _calls.TryDequeue(out var call) ? call : null;
        }
    }
}
