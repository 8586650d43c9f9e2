using System.Collections.Concurrent;

namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>
/// A thread with a PC/SC context of its own, because PC/SC calls block and a context must not be shared by blocking
/// calls. A call that never returns keeps its thread; the owner abandons it and starts another.
/// </summary>
public sealed class PcscThread : IDisposable
{
    private const int Waiting = 4;
    private readonly BlockingCollection<Action> _calls = new(Waiting);
    private readonly SCardContext _context;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(answer, call);
        return answer.Task;
    }

    /// <summary>
    /// As <see cref="CallAsync"/>, but who awaits it goes on upon this thread, so that its next call is run without
    /// waking another one: two wake-ups cost more than a short command. Nobody may block there.
    /// </summary>
    public Task<T> ConverseAsync<T>(Func<SCardContext, T> call)
    {
        var answer = new TaskCompletionSource<T>();
        Add(answer, call);
        return answer.Task;
    }

    /// <summary>Asks a waiting GetStatusChange to return, and every later one.</summary>
    public SCardError Cancel() => _context.Cancel();

    /// <summary>
    /// Takes no more calls. The thread releases its context when its last call returns, now or much later.
    /// </summary>
    public void Dispose() => _calls.CompleteAdding();

    private void Add<T>(TaskCompletionSource<T> answer, Func<SCardContext, T> call)
    {
        InvariantException.Require(!_calls.IsAddingCompleted, "PC/SC thread was ended");
        InvariantException.Require(_calls.TryAdd(() => Answer(answer, call)), "too many PC/SC calls at once");
    }

    private void Answer<T>(TaskCompletionSource<T> answer, Func<SCardContext, T> call)
    {
        T value;
        try
        {
            value = call(_context);
        }
#pragma warning disable CA1031 // The awaiting caller gets whatever it was; the thread must not end the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            answer.SetException(error);
            return;
        }

        answer.SetResult(value);
    }

    private void Run()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
        {
            call();
        }

        _context.Dispose();
        _ended.SetResult();
    }
}
