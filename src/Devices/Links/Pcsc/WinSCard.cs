using System.Runtime.InteropServices;

namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>
/// winscard.dll of 64-bit Windows (winscard.h): DWORD and LONG are 4 bytes, strings are UTF-16, the ATR has 36 bytes.
/// UNTESTED: nothing of this was ever run; only sizes and offsets are checked. It is all there is of Windows.
/// </summary>
internal sealed unsafe partial class WinSCard : IPcscLibrary
{
    private const string Library = "winscard.dll";
    private const int ScopeSystem = 2;
    private const int ListAttempts = 4;
    private const int AtrSize = 36;

    public SCardError Establish(out nint context) => Error(SCardEstablishContext(ScopeSystem, 0, 0, out context));

    public SCardError Release(nint context) => Error(SCardReleaseContext(context));

    public SCardError Cancel(nint context) => Error(SCardCancel(context));

    public SCardError ListReaders(nint context, out IReadOnlyList<string> readers)
    {
        readers = [];
        var error = SCardError.InsufficientBuffer;
        for (var attempt = 0; attempt < ListAttempts && error == SCardError.InsufficientBuffer; attempt++)
        {
            uint length = 0;
            error = Error(SCardListReadersW(context, 0, null, ref length));
            if (error != SCardError.Success)
            {
                break;
            }

            var names = new char[length];
            fixed (char* start = names)
            {
                error = Error(SCardListReadersW(context, 0, start, ref length));
            }

            readers = new string(names).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }

        return error;
    }

    public SCardError GetStatusChange(nint context, uint milliseconds, ReadOnlySpan<SCardReaderState> readers)
    {
        var states = stackalloc ReaderState[readers.Length];
        var names = new nint[readers.Length];
        try
        {
            for (var i = 0; i < readers.Length; i++)
            {
                names[i] = Marshal.StringToHGlobalUni(readers[i].Reader);
                states[i] = new ReaderState { Reader = names[i], CurrentState = readers[i].Known };
            }

            var error = Error(SCardGetStatusChangeW(context, milliseconds, states, (uint)readers.Length));
            for (var i = 0; i < readers.Length; i++)
            {
                var atr = new ReadOnlySpan<byte>(states[i].Atr, (int)Math.Min(states[i].AtrLength, AtrSize));
                readers[i].Learn(states[i].EventState, atr);
            }

            return error;
        }
        finally
        {
            Array.ForEach(names, Marshal.FreeHGlobal);
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
        var code = SCardConnectW(context, reader, (uint)share, (uint)protocols, out card, out var active);
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
        var code = SCardReconnect(card, (uint)share, (uint)protocols, (uint)initialization, out var active);
        protocol = (SCardProtocol)active;
        return Error(code);
    }

    public SCardError Disconnect(nint card, SCardDisposition disposition) =>
        Error(SCardDisconnect(card, (uint)disposition));

    public SCardError GetAtr(nint card, Span<byte> atr, out int length)
    {
        uint nameLength = 0;
        var atrLength = (uint)atr.Length;
        fixed (byte* start = atr)
        {
            var error = Error(SCardStatusW(card, null, ref nameLength, out _, out _, start, ref atrLength));
            length = (int)Math.Min(atrLength, (uint)atr.Length);
            return error;
        }
    }

    public SCardError GetAttribute(nint card, SCardAttribute attribute, Span<byte> value, out int length)
    {
        var valueLength = (uint)value.Length;
        fixed (byte* start = value)
        {
            var error = Error(SCardGetAttrib(card, (uint)attribute, start, ref valueLength));
            length = (int)Math.Min(valueLength, (uint)value.Length);
            return error;
        }
    }

    public SCardError Transmit(
        nint card, SCardProtocol protocol, ReadOnlySpan<byte> command, Span<byte> response, out int received)
    {
        var pci = new IoRequest { Protocol = (uint)protocol, Length = (uint)sizeof(IoRequest) };
        var length = (uint)response.Length;
        fixed (byte* send = command)
        fixed (byte* receive = response)
        {
            var error = Error(SCardTransmit(card, &pci, send, (uint)command.Length, null, receive, ref length));
            received = (int)Math.Min(length, (uint)response.Length);
            return error;
        }
    }

    /// <summary>Windows mixes Win32 codes in: no handle, a broken pipe (remote desktop), a dead device.</summary>
    private static SCardError Error(int code) => code switch
    {
        6 => SCardError.InvalidHandle,
        109 => SCardError.NoService,
        22 or 31 => SCardError.NotTransacted,
        1167 => SCardError.ReaderUnavailable,
        _ => (SCardError)unchecked((uint)code),
    };

    [LibraryImport(Library)]
    private static partial int SCardEstablishContext(uint scope, nint reserved1, nint reserved2, out nint context);

    [LibraryImport(Library)]
    private static partial int SCardReleaseContext(nint context);

    [LibraryImport(Library)]
    private static partial int SCardCancel(nint context);

    [LibraryImport(Library)]
    private static partial int SCardListReadersW(nint context, nint groups, char* readers, ref uint readersLength);

    [LibraryImport(Library)]
    private static partial int SCardGetStatusChangeW(nint context, uint timeout, ReaderState* states, uint count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int SCardConnectW(
        nint context, string reader, uint share, uint protocols, out nint card, out uint protocol);

    [LibraryImport(Library)]
    private static partial int SCardReconnect(
        nint card, uint share, uint protocols, uint initialization, out uint protocol);

    [LibraryImport(Library)]
    private static partial int SCardDisconnect(nint card, uint disposition);

    [LibraryImport(Library)]
    private static partial int SCardStatusW(
        nint card, char* reader, ref uint readerLength, out uint state, out uint protocol, byte* atr,
        ref uint atrLength);

    [LibraryImport(Library)]
    private static partial int SCardGetAttrib(nint card, uint attribute, byte* value, ref uint valueLength);

    [LibraryImport(Library)]
    private static partial int SCardTransmit(
        nint card, IoRequest* sendPci, byte* send, uint sendLength, IoRequest* receivePci, byte* receive,
        ref uint receiveLength);

    /// <summary>SCARD_READERSTATEW: 64 bytes, ATR at offset 28.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ReaderState
    {
        public nint Reader;
        public nint UserData;
        public uint CurrentState;
        public uint EventState;
        public uint AtrLength;
        public fixed byte Atr[AtrSize];
    }

    /// <summary>SCARD_IO_REQUEST: 8 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct IoRequest
    {
        public uint Protocol;
        public uint Length;
    }
}
