using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.Tests.Support;
using KioskSuite.Simulation.Shared;

namespace KioskSuite.Simulation.Cuts;

/// <summary>The world at one instant, as a power cut leaves it: the disk, and where every card is.</summary>
internal sealed record Snapshot(
    Seed Seed,
    Path Path,
    TimeSpan Elapsed,
    IReadOnlyDictionary<string, byte[]> Disk,
    CentreAsleep Centre,
    IReadOnlyList<Plastic> Cards,
    int Hopper,
    bool Jammed,
    IReadOnlyDictionary<string, ulong> Keys)
{
    private const string Log = "journal.db-wal";
    private const int HalfAFrame = 2048;

    public bool CardInside => Cards.Any(c => c.Inside);

    public static Snapshot Of(World world) => new(
        world.Seed,
        world.Path,
        world.Time.Elapsed,
        Files.Read(world.Disk),
        world.Centre.Sleep(),
        [.. world.Machine.Cards.Select(c => c with { Chip = null })],
        world.Machine.Hopper,
        world.Machine.Jammed,
        new Dictionary<string, ulong>(world.Watch.Keys));

    /// <summary>The instant before, with the journal's next commit half on the disk.</summary>
    public Snapshot TornAfter(Snapshot before) =>
        before with { Disk = new Dictionary<string, byte[]>(Disk) { [Log] = Disk[Log][..^HalfAFrame] } };

    /// <summary>The power comes back: the same world, without a process and with dead chips.</summary>
    public World Restore(VirtualTime time, string folder)
    {
        time.Advance(Elapsed);
        var world = new World(Seed, Path, time, folder, Keys, Centre) { WasCut = true };
        Files.Write(world.Disk, Disk);
        world.Machine.Cards.AddRange(Cards.Select(c => c with { }));
        (world.Machine.Hopper, world.Machine.Jammed) = (Hopper, Jammed);
        return world;
    }
}
