namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>A PC/SC resource manager context. Every call but <see cref="Cancel"/> belongs to one thread.</summary>
/// <remarks>
/// A call that shows that the context is lost (<see cref="SCardErrors.LosesContext"/>) gives it up at once, before
/// anybody can make another one: the service hands out old numbers again. <see cref="Establish"/> makes the next.
/// </remarks>
public sealed class SCardContext(IPcscLibrary library) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _cancelled = new();
    private nint _context;

    /// <summary>Somebody called <see cref="Cancel"/>; from then on nothing waits.</summary>
    public bool Cancelled => _cancelled.IsSet;

    /// <summary>A context, unless there is one.</summary>
    public SCardError Establish()
    {
        if (_context != 0)
        {
            return SCardError.Success;
        }

        var error = library.Establish(out var context);
        if (error == SCardError.Success)
        {
            lock (_gate)
            {
                _context = context;
            }
        }

        return error;
    }

    /// <summary>Names of all readers, empty when there is none.</summary>
    public SCardError ListReaders(out IReadOnlyList<string> readers)
    {
        readers = [];
        if (_context == 0)
        {
            return SCardError.InvalidHandle;
        }

        var error = library.ListReaders(_context, out readers);
        return error == SCardError.NoReadersAvailable ? SCardError.Success : Kept(error);
    }

    /// <summary>Blocks until the state of one of the readers differs, the time ends or Cancel.</summary>
    public SCardError GetStatusChange(TimeSpan timeout, params ReadOnlySpan<SCardReaderState> readers)
    {
        if (_context == 0)
        {
            return SCardError.InvalidHandle;
        }

        var milliseconds = Cancelled ? 0 : (uint)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue);
        return Kept(library.GetStatusChange(_context, milliseconds, readers));
    }

    /// <summary>SCardConnect; <paramref name="card"/> is null unless it succeeded.</summary>
    public SCardError Connect(string reader, SCardShareMode share, SCardProtocol protocols, out SCard? card)
    {
        card = null;
        if (_context == 0)
        {
            return SCardError.InvalidHandle;
        }

        var error = library.Connect(_context, reader, share, protocols, out var handle, out var protocol);
        if (error == SCardError.Success)
        {
            card = new SCard(library, handle, protocol);
        }

        return Kept(error);
    }

    /// <summary>Lets time pass on the thread; false when it was cancelled before.</summary>
    public bool Pause(TimeSpan time) => !_cancelled.Wait(time);

    /// <summary>
    /// SCardCancel: ends a waiting GetStatusChange or Pause from another thread, and all later ones. It does not end
    /// a Transmit.
    /// </summary>
    public SCardError Cancel()
    {
        _cancelled.Set();
        lock (_gate)
        {
            return _context == 0 ? SCardError.InvalidHandle : library.Cancel(_context);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_context != 0)
            {
                _ = library.Release(_context);
                _context = 0;
            }
        }
    }

    private SCardError Kept(SCardError error)
    {
        if (SCardErrors.LosesContext(error))
        {
            Dispose();
        }

        return error;
    }
}
