using System.Text;

namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>A PC/SC resource manager context. Every call but <see cref="Cancel"/> belongs to one thread.</summary>
/// <remarks>
/// Clients find a private pcscd by the environment variable PCSCLITE_CSOCK_NAME, which libpcsclite reads once per
/// process. A context that lost its service answers <see cref="SCardError.NoService"/>; make a new one then.
/// </remarks>
public sealed unsafe class SCardContext : IDisposable
{
    private const int ScopeSystem = 2;
    private const int ListAttempts = 4;
    private volatile SCardContextHandle? _handle;

    /// <summary>SCardEstablishContext, system scope. Without libpcsclite or pcscd: no service.</summary>
    public SCardError Establish()
    {
        if (_handle is not null)
        {
            return SCardError.Success;
        }

        try
        {
            var error = PcscInterop.Error(PcscInterop.SCardEstablishContext(ScopeSystem, 0, 0, out var context));
            if (error == SCardError.Success)
            {
                _handle = new SCardContextHandle(context);
            }

            return error;
        }
        catch (DllNotFoundException)
        {
            return SCardError.NoService;
        }
    }

    /// <summary>SCardListReaders: names of all readers, empty when there is none.</summary>
    public SCardError ListReaders(out IReadOnlyList<string> readers)
    {
        readers = [];
        if (_handle is not { } context)
        {
            return SCardError.InvalidHandle;
        }

        var error = SCardError.InsufficientBuffer;
        for (var attempt = 0; attempt < ListAttempts && error == SCardError.InsufficientBuffer; attempt++)
        {
            nuint length = 0;
            error = PcscInterop.Error(PcscInterop.SCardListReaders(context, 0, null, ref length));
            if (error != SCardError.Success)
            {
                break;
            }

            var names = new byte[length];
            fixed (byte* start = names)
            {
                error = PcscInterop.Error(PcscInterop.SCardListReaders(context, 0, start, ref length));
            }

            readers = Encoding.UTF8.GetString(names).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }

        return error == SCardError.NoReadersAvailable ? SCardError.Success : error;
    }

    /// <summary>SCardGetStatusChange for one reader; blocks until its state differs, the time ends or Cancel.</summary>
    public SCardError GetStatusChange(TimeSpan timeout, SCardReaderState reader)
    {
        if (_handle is not { } context)
        {
            return SCardError.InvalidHandle;
        }

        var name = Encoding.UTF8.GetBytes(reader.Reader + '\0');
        fixed (byte* start = name)
        {
            var state = new PcscInterop.ReaderState
            {
                Reader = (nint)start,
                CurrentState = (nuint)(((uint)reader.CurrentEvents << 16) | (uint)reader.CurrentState),
            };
            var milliseconds = (nuint)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue);
            var error = PcscInterop.Error(PcscInterop.SCardGetStatusChange(context, milliseconds, &state, 1));
            reader.EventState = (SCardState)(ushort)state.EventState;
            reader.Events = (ushort)(state.EventState >> 16);
            reader.Atr = new ReadOnlySpan<byte>(
                state.Atr, (int)Math.Min(state.AtrLength, PcscInterop.AtrSize)).ToArray();
            return error;
        }
    }

    /// <summary>SCardConnect; <paramref name="card"/> is null unless it succeeded.</summary>
    public SCardError Connect(string reader, SCardShareMode share, SCardProtocol protocols, out SCard? card)
    {
        card = null;
        if (_handle is not { } context)
        {
            return SCardError.InvalidHandle;
        }

        var error = PcscInterop.Error(PcscInterop.SCardConnect(
            context, reader, (nuint)share, (nuint)protocols, out var handle, out var protocol));
        if (error == SCardError.Success)
        {
            card = new SCard(new SCardHandle(handle), (SCardProtocol)protocol);
        }

        return error;
    }

    /// <summary>SCardCancel: ends a waiting GetStatusChange from another thread. It does not end a Transmit.</summary>
    public SCardError Cancel()
    {
        try
        {
            return _handle is { } context
                ? PcscInterop.Error(PcscInterop.SCardCancel(context))
                : SCardError.InvalidHandle;
        }
        catch (ObjectDisposedException)
        {
            return SCardError.InvalidHandle;
        }
    }

    public void Dispose() => _handle?.Dispose();
}
