using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace KioskSuite.Journal;

/// <summary>The steps that make a file durable, each of which a power cut may follow.</summary>
internal interface IEvidenceDisk
{
    /// <summary>Of mode 0700, unless it is there.</summary>
    void MakeFolder(string path);

    /// <summary>A new file of mode 0600 with these bytes, synced.</summary>
    void WriteNew(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Atomic; replaces nothing that is still needed.</summary>
    void Rename(string from, string to);

    void Delete(string path);

    /// <summary>Makes renames and deletions in the folder durable.</summary>
    void SyncFolder(string folder);
}

/// <summary>The steps on Linux.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed partial class EvidenceDisk : IEvidenceDisk
{
    private const int ReadDirectory = 0x10000;      // O_RDONLY | O_DIRECTORY
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public void MakeFolder(string path)
    {
        Directory.CreateDirectory(path, Ours | UnixFileMode.UserExecute);
    }

    public void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = Ours,
        };
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void SyncFolder(string folder)
    {
        var descriptor = Open(folder, ReadDirectory);
        if (descriptor < 0)
        {
            throw new IOException("the folder cannot be opened");
        }

        var failed = Sync(descriptor) != 0;
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException("the folder cannot be synced");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
