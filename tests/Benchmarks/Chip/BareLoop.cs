using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>
/// The rival: SCardTransmit in a loop as C would have it, on one thread, with one buffer; nothing watches it.
/// </summary>
internal sealed unsafe partial class BareLoop : IDisposable
{
    private const string Library = "libpcsclite.so.1";
    private const int System = 2;
    private const int Exclusive = 1;
    private const int T1 = 2;
    private const int Unpower = 2;
    private const int ReceiveSize = 65548;

    private readonly byte[] _response = new byte[ReceiveSize];
    private readonly nint _context;
    private readonly nint _card;

    public BareLoop(string reader)
    {
        Require(SCardEstablishContext(System, 0, 0, out _context), "SCardEstablishContext");
        Require(SCardConnect(_context, reader, Exclusive, T1, out _card, out _), "SCardConnect");
    }

    public TimeSpan Run(ReadOnlySpan<byte> command, int count)
    {
        var pci = new IoRequest { Protocol = T1, Length = (nuint)sizeof(IoRequest) };
        var began = Stopwatch.GetTimestamp();
        fixed (byte* send = command)
        fixed (byte* receive = _response)
        {
            for (var i = 0; i < count; i++)
            {
                nuint length = ReceiveSize;
                Require(SCardTransmit(_card, &pci, send, (nuint)command.Length, null, receive, ref length), "transmit");
            }
        }

        return Stopwatch.GetElapsedTime(began);
    }

    public void Dispose()
    {
        _ = SCardDisconnect(_card, Unpower);
        _ = SCardReleaseContext(_context);
    }

    private static void Require(nint code, string what)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"{what}: {code:X}");
        }
    }

    [LibraryImport(Library)]
    private static partial nint SCardEstablishContext(nuint scope, nint reserved1, nint reserved2, out nint context);

    [LibraryImport(Library)]
    private static partial nint SCardReleaseContext(nint context);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SCardConnect(
        nint context, string reader, nuint share, nuint protocols, out nint card, out nuint protocol);

    [LibraryImport(Library)]
    private static partial nint SCardDisconnect(nint card, nuint disposition);

    [LibraryImport(Library)]
    private static partial nint SCardTransmit(
        nint card, IoRequest* sendPci, byte* send, nuint sendLength, void* receivePci, byte* receive,
        ref nuint receiveLength);

    [StructLayout(LayoutKind.Sequential)]
    private struct IoRequest
    {
        public nuint Protocol;
        public nuint Length;
    }
}
