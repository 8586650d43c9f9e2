using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.Tests.Support;

namespace KioskSuite.Simulation.Cuts;

/// <summary>The world at one instant, as a power cut leaves it: the files byte by byte, and where every card is.</summary>
internal sealed record Snapshot(
    Seed Seed,
    Path Path,
    TimeSpan Elapsed,
    IReadOnlyDictionary<string, byte[]> Files,
    IReadOnlyList<(string Ticket, Place Place)> Cards,
    int Hopper,
    bool Jammed,
    IReadOnlyDictionary<string, ulong> Keys)
{
    private const string Torn = "kiosk/journal.db-wal";
    private const int HalfAFrame = 2048;

    public bool CardInside => Cards.Any(c => c.Place is Place.ChipStation or Place.Printer or Place.Exit);

    public static Snapshot Of(World world) => new(
        world.Seed,
        world.Path,
        world.Time.Elapsed,
        Read(world.Folder),
        [.. world.Machine.Cards.Select(c => (c.Ticket, c.Place))],
        world.Machine.Hopper,
        world.Machine.Jammed,
        new Dictionary<string, ulong>(world.Watch.Keys));

    /// <summary>The same instant with the journal's last commit half on the disk.</summary>
    public Snapshot TornAfter(Snapshot before)
    {
        var log = Files[Torn];
        return before with { Files = new Dictionary<string, byte[]>(Files) { [Torn] = log[..^HalfAFrame] } };
    }

    /// <summary>The power comes back: the same world, without a process and with dead chips.</summary>
    public World Restore(VirtualTime time, string folder)
    {
        foreach (var (name, bytes) in Files)
        {
            File.WriteAllBytes(System.IO.Path.Combine(folder, name), bytes);
        }

        time.Advance(Elapsed);
        var world = new World(Seed, Path, time, folder, Keys) { WasCut = true };
        world.Machine.Cards.AddRange(Cards.Select(c => new Plastic(c.Ticket, null) { Place = c.Place }));
        (world.Machine.Hopper, world.Machine.Jammed) = (Hopper, Jammed);
        return world;
    }

    // Without what the next process makes anew: SQLite's index of the log, and the lock that names the log.
    private static Dictionary<string, byte[]> Read(string folder) => new[] { "kiosk", "central" }
        .SelectMany(part => Directory.GetFiles(System.IO.Path.Combine(folder, part)))
        .Where(file => System.IO.Path.GetExtension(file) is not (".db-shm" or ".lock"))
        .ToDictionary(file => System.IO.Path.GetRelativePath(folder, file), ReadShared);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
