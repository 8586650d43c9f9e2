namespace KioskSuite.Simulation.Shared;

/// <summary>A folder of one run, in memory where the system has such a place: nothing here needs a disk.</summary>
/// <remarks>One name per thread, again and again: what central's queries compile to is kept by database path.</remarks>
internal sealed class RunFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public RunFolder()
    {
        var root = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        Name = Path.Combine(root, $"kiosk-cuts-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        Directory.CreateDirectory(Name);
    }

    public string Name { get; }

    public void Dispose() => Directory.Delete(Name, recursive: true);
}
