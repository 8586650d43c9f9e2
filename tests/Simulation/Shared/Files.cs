namespace KioskSuite.Simulation.Shared;

/// <summary>The files of a folder byte by byte, as a power cut leaves them.</summary>
internal static class Files
{
    /// <summary>Without what the next process makes anew: SQLite's index of a log, and a journal's lock.</summary>
    public static IReadOnlyDictionary<string, byte[]> Read(string folder) => Directory.GetFiles(folder)
        .Where(file => Path.GetExtension(file) is not (".db-shm" or ".lock"))
        .ToDictionary(file => Path.GetFileName(file), ReadShared);

    public static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
