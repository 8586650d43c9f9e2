using System.Runtime.Versioning;
using KioskSuite.Journal;

namespace KioskSuite.Tests.Sealing;

/// <summary>The power goes at a chosen step: before it, in its midst, or just after; or the disk fails there.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class CuttingDisk : IEvidenceDisk
{
    /// <summary>Before, half and after the write, before and after the rename, before and after the sync.</summary>
    public const int Steps = 7;

    private readonly EvidenceDisk _disk = new();
    private int _step;

    public required int CutAt { get; init; }

    /// <summary>An error instead of the end.</summary>
    public bool Fails { get; init; }

    public List<string> Done { get; } = [];

    public void MakeFolder(string path) => _disk.MakeFolder(path);

    public void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        Step();
        if (_step++ == CutAt)
        {
            File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
            Cut();
        }

        _disk.WriteNew(path, bytes);
        Done.Add("write");
        Step();
    }

    public void Rename(string from, string to)
    {
        Step();
        _disk.Rename(from, to);
        Done.Add("rename");
        Step();
    }

    public void Delete(string path)
    {
        _disk.Delete(path);
        Done.Add("delete");
    }

    public void SyncFolder(string folder)
    {
        Step();
        _disk.SyncFolder(folder);
        Done.Add("sync");
        Step();
    }

    private void Step()
    {
        if (_step++ == CutAt)
        {
            Cut();
        }
    }

    private void Cut()
    {
        if (Fails)
        {
            throw new IOException("no space left");
        }

        throw new PowerCutException();
    }
}

internal sealed class PowerCutException : Exception;
