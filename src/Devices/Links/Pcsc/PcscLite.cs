using System.Text;
using static KioskSuite.Devices.Links.Pcsc.PcscInterop;

namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>libpcsclite on 64-bit Linux, over <see cref="PcscInterop"/>.</summary>
/// <remarks>
/// Clients find a private pcscd by the environment variable PCSCLITE_CSOCK_NAME, which libpcsclite reads once per
/// process.
/// </remarks>
internal sealed unsafe class PcscLite : IPcscLibrary
{
    private const int ScopeSystem = 2;
    private const int ListAttempts = 4;

    public SCardError Establish(out nint context)
    {
        context = 0;
        try
        {
            return Error(SCardEstablishContext(ScopeSystem, 0, 0, out context));
        }
        catch (DllNotFoundException)
        {
            return SCardError.NoService;
        }
    }

    public SCardError Release(nint context) => Error(SCardReleaseContext(context));

    public SCardError Cancel(nint context) => Error(SCardCancel(context));

    public SCardError ListReaders(nint context, out IReadOnlyList<string> readers)
    {
        readers = [];
        var error = SCardError.InsufficientBuffer;
        for (var attempt = 0; attempt < ListAttempts && error == SCardError.InsufficientBuffer; attempt++)
        {
            nuint length = 0;
            error = Error(SCardListReaders(context, 0, null, ref length));
            if (error != SCardError.Success)
            {
                break;
            }

            var names = new byte[length];
            fixed (byte* start = names)
            {
                error = Error(SCardListReaders(context, 0, start, ref length));
            }

            readers = Encoding.UTF8.GetString(names).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }

        return error;
    }

    public SCardError GetStatusChange(nint context, uint milliseconds, ReadOnlySpan<SCardReaderState> readers)
    {
        var names = Encoding.UTF8.GetBytes(string.Concat(readers.ToArray().Select(reader => reader.Reader + '\0')));
        var states = stackalloc ReaderState[readers.Length];
        fixed (byte* start = names)
        {
            var name = start;
            for (var i = 0; i < readers.Length; i++)
            {
                states[i] = new ReaderState { Reader = (nint)name, CurrentState = readers[i].Known };
                name += Encoding.UTF8.GetByteCount(readers[i].Reader) + 1;
            }

            var error = Error(SCardGetStatusChange(context, milliseconds, states, (nuint)readers.Length));
            for (var i = 0; i < readers.Length; i++)
            {
                var atr = new ReadOnlySpan<byte>(states[i].Atr, (int)Math.Min(states[i].AtrLength, AtrSize));
                readers[i].Learn((uint)states[i].EventState, atr);
            }

            return error;
        }
    }

    public SCardError Connect(
        nint context,
        string reader,
        SCardShareMode share,
        SCardProtocol protocols,
        out nint card,
        out SCardProtocol protocol)
    {
        var code = SCardConnect(context, reader, (nuint)share, (nuint)protocols, out card, out var active);
        protocol = (SCardProtocol)active;
        return Error(code);
    }

    public SCardError Reconnect(
        nint card,
        SCardShareMode share,
        SCardProtocol protocols,
        SCardDisposition initialization,
        out SCardProtocol protocol)
    {
        var code = SCardReconnect(card, (nuint)share, (nuint)protocols, (nuint)initialization, out var active);
        protocol = (SCardProtocol)active;
        return Error(code);
    }

    public SCardError Disconnect(nint card, SCardDisposition disposition) =>
        Error(SCardDisconnect(card, (nuint)disposition));

    public SCardError GetAtr(nint card, Span<byte> atr, out int length)
    {
        nuint nameLength = 0;
        var atrLength = (nuint)atr.Length;
        fixed (byte* start = atr)
        {
            var error = Error(SCardStatus(card, null, ref nameLength, out _, out _, start, ref atrLength));
            length = (int)Math.Min(atrLength, (nuint)atr.Length);
            return error;
        }
    }

    public SCardError GetAttribute(nint card, SCardAttribute attribute, Span<byte> value, out int length)
    {
        var valueLength = (nuint)value.Length;
        fixed (byte* start = value)
        {
            var error = Error(SCardGetAttrib(card, (nuint)attribute, start, ref valueLength));
            length = (int)Math.Min(valueLength, (nuint)value.Length);
            return error;
        }
    }

    public SCardError Transmit(
        nint card, SCardProtocol protocol, ReadOnlySpan<byte> command, Span<byte> response, out int received)
    {
        var pci = new IoRequest { Protocol = (nuint)protocol, Length = (nuint)sizeof(IoRequest) };
        var length = (nuint)response.Length;
        fixed (byte* send = command)
        fixed (byte* receive = response)
        {
            var error = Error(SCardTransmit(card, &pci, send, (nuint)command.Length, null, receive, ref length));
            received = (int)Math.Min(length, (nuint)response.Length);
            return error;
        }
    }
}
