using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>
/// The rival: SCardTransmit in a loop as C would have it, on one thread, with one buffer; nothing watches it.
/// </summary>
internal static unsafe partial class BareLoop
{
    private const string Library = "libpcsclite.so.1";
    private const int System = 2;
    private const int Exclusive = 1;
    private const int T1 = 2;
    private const int Unpower = 2;
    private const int ReceiveSize = 65548;

    /// <returns>Commands a second.</returns>
    public static double Run(string reader, ReadOnlySpan<byte> command, int warm, int count)
    {
        Require(SCardEstablishContext(System, 0, 0, out var context), "SCardEstablishContext");
        try
        {
            Require(SCardConnect(context, reader, Exclusive, T1, out var card, out _), "SCardConnect");
            Transmit(card, command, warm);
            var began = Stopwatch.GetTimestamp();
            Transmit(card, command, count);
            var took = Stopwatch.GetElapsedTime(began);
            _ = SCardDisconnect(card, Unpower);
            return count / took.TotalSeconds;
        }
        finally
        {
            _ = SCardReleaseContext(context);
        }
    }

    private static void Transmit(nint card, ReadOnlySpan<byte> command, int count)
    {
        var response = new byte[ReceiveSize];
        var pci = new IoRequest { Protocol = T1, Length = (nuint)sizeof(IoRequest) };
        fixed (byte* send = command)
        fixed (byte* receive = response)
        {
            for (var i = 0; i < count; i++)
            {
                nuint length = ReceiveSize;
                Require(SCardTransmit(card, &pci, send, (nuint)command.Length, null, receive, ref length), "transmit");
            }
        }
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
