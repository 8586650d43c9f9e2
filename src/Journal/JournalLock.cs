using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Journal;

/// <summary>
/// The exclusive lock (flock) on a file beside the database: one writer, service or offline, never both. The file's
/// text names the first epoch, so that a database that vanished is not taken for a kiosk that never had one.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    private const int ExclusiveNow = 2 | 4;
    private const int WouldBlock = 11;
    private readonly SafeFileHandle _file;

    private JournalLock(SafeFileHandle file) => _file = file;

    /// <summary>True once a log was created here.</summary>
    public bool Marked => RandomAccess.GetLength(_file) > 0;

    /// <summary>Takes the lock or throws <see cref="JournalFault.Locked"/>.</summary>
    public static JournalLock Take(string database)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw Held();
        }

        // The runtime has locked it already, unless it was told not to or the file system cannot: this one call tells.
        if (flock(file, ExclusiveNow) == 0)
            return new JournalLock(file);
        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw error == WouldBlock
            ? Held()
            : new JournalException(JournalFault.Unreachable, $"cannot be locked, error {error}");
    }

    public void Mark(ReadOnlySpan<byte> epochId)
    {
        RandomAccess.Write(_file, Encoding.ASCII.GetBytes($"epoch {Convert.ToHexStringLower(epochId)}\n"), 0);
        RandomAccess.FlushToDisk(_file);
    }

    public void Dispose() => _file.Dispose();

    private static JournalException Held() => new(JournalFault.Locked, "another process writes it");

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int flock(SafeFileHandle file, int operation);
}
