using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Devices.Links;

/// <summary>
/// The libc calls the links need. Numbers and layouts are those of Linux on x86-64 and arm64 (asm-generic), where
/// they agree. Line speed goes by <c>termios2</c> and not by <c>cfsetspeed</c>: its codes changed with glibc 2.42.
/// </summary>
internal static partial class Linux
{
    // open(2)
    internal const int ReadWrite = 2;
    internal const int NoControllingTerminal = 1 << 8;
    internal const int NonBlocking = 1 << 11;
    internal const int CloseOnExec = 1 << 19;

    // poll(2)
    internal const short PollIn = 1;
    internal const short PollOut = 4;

    // errno
    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int AccessDenied = 13;
    internal const int DeviceBusy = 16;

    // ioctl_tty(2): _IOR('T', 42, termios2), _IOW('T', 43, termios2)
    internal const uint GetTermios2 = 0x802C542A;
    internal const uint SetTermios2 = 0x402C542B;

    // flock(2)
    internal const int LockExclusive = 2;
    internal const int LockNonBlocking = 4;

    internal const int InputQueue = 0;

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int Descriptor;
        internal short Events;
        internal short Revents;
    }

    /// <summary>Kernel's <c>struct termios2</c>, 44 bytes; of <c>c_cc</c>'s places VTIME is 5, VMIN 6.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct Termios2
    {
        internal uint InputFlags;
        internal uint OutputFlags;
        internal uint ControlFlags;
        internal uint LocalFlags;
        internal byte Discipline;
        internal fixed byte ControlCharacters[19];
        internal uint InputSpeed;
        internal uint OutputSpeed;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static unsafe partial nint Read(SafeFileHandle descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(SafeFileHandle descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static unsafe partial int Poll(PollFd* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(SafeFileHandle descriptor, nuint request, ref Termios2 argument);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(SafeFileHandle descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    internal static partial int FlushTerminal(SafeFileHandle descriptor, int queue);
}
