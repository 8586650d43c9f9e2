using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.KioskInABox.IdReader;

/// <summary>The libc calls for a pseudo terminal; flags are those of Linux on x86-64 and arm64.</summary>
internal static partial class PseudoTerminalInterop
{
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 1 << 8;
    private const int NonBlocking = 1 << 11;
    private const int CloseOnExec = 1 << 19;
    private const int Flags = ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec;
    private const int PathRoom = 64;

    /// <summary>More than libc's <c>struct termios</c> (60 bytes), which is only passed from call to call.</summary>
    private const int TermiosRoom = 128;

    internal static SafeFileHandle OpenMaster()
    {
        var master = new SafeFileHandle(Check(PosixOpenPt(Flags)), ownsHandle: true);
        Check(GrantPt(master));
        Check(UnlockPt(master));
        return master;
    }

    internal static unsafe string SlavePath(SafeFileHandle master)
    {
        var path = stackalloc byte[PathRoom];
        Check(PtsName(master, path, PathRoom) == 0 ? 0 : -1);
        return Marshal.PtrToStringUTF8((nint)path)!;
    }

    internal static unsafe SafeFileHandle OpenRawSlave(string path)
    {
        var slave = new SafeFileHandle(Check(Open(path, Flags)), ownsHandle: true);
        var termios = stackalloc byte[TermiosRoom];
        Check(TcGetAttr(slave, termios));
        CfMakeRaw(termios);
        Check(TcSetAttr(slave, 0, termios));
        return slave;
    }

    private static int Check(int result) => result >= 0
        ? result
        : throw new IOException($"no pseudo terminal: errno {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int PosixOpenPt(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int GrantPt(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int UnlockPt(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static unsafe partial int PtsName(SafeFileHandle master, byte* path, nuint room);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static unsafe partial int TcGetAttr(SafeFileHandle terminal, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static unsafe partial void CfMakeRaw(byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static unsafe partial int TcSetAttr(SafeFileHandle terminal, int when, byte* termios);
}
