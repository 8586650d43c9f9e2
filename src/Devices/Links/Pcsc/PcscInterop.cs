using System.Runtime.InteropServices;

namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>
/// The C functions of libpcsclite.so.1 in their 64-bit Linux layout (winscard.h, pcsclite.h of pcsc-lite 1.9):
/// DWORD and LONG are 8 bytes, strings are UTF-8. macOS has another layout and is not promised.
/// </summary>
internal static unsafe partial class PcscInterop
{
    public const int AtrSize = 33;
    private const string Library = "libpcsclite.so.1";

    [LibraryImport(Library)]
    public static partial nint SCardEstablishContext(nuint scope, nint reserved1, nint reserved2, out nint context);

    [LibraryImport(Library)]
    public static partial nint SCardReleaseContext(nint context);

    [LibraryImport(Library)]
    public static partial nint SCardCancel(nint context);

    [LibraryImport(Library)]
    public static partial nint SCardListReaders(nint context, nint groups, byte* readers, ref nuint readersLength);

    [LibraryImport(Library)]
    public static partial nint SCardGetStatusChange(nint context, nuint timeout, ReaderState* states, nuint count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint SCardConnect(
        nint context, string reader, nuint share, nuint protocols, out nint card, out nuint protocol);

    [LibraryImport(Library)]
    public static partial nint SCardReconnect(
        nint card, nuint share, nuint protocols, nuint initialization, out nuint protocol);

    [LibraryImport(Library)]
    public static partial nint SCardDisconnect(nint card, nuint disposition);

    [LibraryImport(Library)]
    public static partial nint SCardStatus(
        nint card, byte* reader, ref nuint readerLength, out nuint state, out nuint protocol, byte* atr,
        ref nuint atrLength);

    [LibraryImport(Library)]
    public static partial nint SCardGetAttrib(nint card, nuint attribute, byte* value, ref nuint valueLength);

    [LibraryImport(Library)]
    public static partial nint SCardTransmit(
        nint card, IoRequest* sendPci, byte* send, nuint sendLength, IoRequest* receivePci, byte* receive,
        ref nuint receiveLength);

    /// <summary>The code arrives widened to 64 bits as a positive number; only 32 bits of it mean something.</summary>
    public static SCardError Error(nint code) => (SCardError)unchecked((uint)code);

    /// <summary>SCARD_READERSTATE: 80 bytes, ATR at offset 40, seven bytes of padding at the end.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ReaderState
    {
        public nint Reader;
        public nint UserData;
        public nuint CurrentState;
        public nuint EventState;
        public nuint AtrLength;
        public fixed byte Atr[AtrSize];
    }

    /// <summary>SCARD_IO_REQUEST: 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoRequest
    {
        public nuint Protocol;
        public nuint Length;
    }
}
