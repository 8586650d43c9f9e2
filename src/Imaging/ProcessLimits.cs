using System.Runtime.InteropServices;

namespace KioskSuite.Imaging;

/// <summary>What the child forbids itself, for its memory holds names, numbers and faces.</summary>
internal static partial class ProcessLimits
{
    private const string LibC = "libc";
    private const int PrSetDumpable = 4;
    private const int RlimitData = 2;
    private const nuint MostData = 400 * 1024 * 1024;

    /// <summary>A crash must not leave a core file.</summary>
    public static bool ForbidCoreDumps() => prctl(PrSetDumpable, 0, 0, 0, 0) == 0;

    /// <summary>
    /// What leaks ends this process and not the kiosk. It counts memory that can be written and is not shared; the
    /// runtime reserves far more addresses than it uses, so those are not counted.
    /// </summary>
    public static bool LimitMemory() => setrlimit(RlimitData, new Limit { Soft = MostData, Hard = MostData }) == 0;

    [LibraryImport(LibC)]
    private static partial int prctl(int option, nuint value, nuint a, nuint b, nuint c);

    [LibraryImport(LibC)]
    private static partial int setrlimit(int resource, in Limit limit);

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
