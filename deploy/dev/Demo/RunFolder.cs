namespace KioskSuite.Dev.Demo;

/// <summary>The folder of one run: fresh, and removed at the end unless the person keeps it.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly bool _keep;

    private RunFolder(string path, bool keep) => (Path, _keep) = (path, keep);

    public string Path { get; }

    public static RunFolder Create(string keep)
    {
        if (keep.Length == 0)
        {
            return new RunFolder(Directory.CreateTempSubdirectory("kiosksuite-").FullName, keep: false);
        }

        var path = CallerPath.Full(keep);
        if (File.Exists(System.IO.Path.Combine(path, "journal.db")))
        {
            throw new LauncherException($"{keep} already holds a run; name an empty folder");
        }

        return new RunFolder(Directory.CreateDirectory(path).FullName, keep: true);
    }

    public void Dispose()
    {
        if (!_keep)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
