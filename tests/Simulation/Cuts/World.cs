using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Support;

namespace KioskSuite.Simulation.Cuts;

/// <summary>What outlives a process: the machine, the people's deeds, central, and the kiosk's disk.</summary>
internal sealed class World : IDisposable
{
    public const int Stock = 25;
    public const string OldCard = "card-0001";

    /// <param name="keys">Keys that calls had before the power went.</param>
    /// <param name="centre">Central as it was then.</param>
    public World(
        Seed seed,
        Path path,
        VirtualTime time,
        string folder,
        IReadOnlyDictionary<string, ulong>? keys = null,
        CentreAsleep? centre = null)
    {
        (Seed, Path, Time, Folder) = (seed, path, time, folder);
        Watch = new Watch(this) { Keys = keys ?? new Dictionary<string, ulong>() };
        Machine = new Machine(this);
        Centre = new Centre(this, System.IO.Path.Combine(folder, "central"), centre);
    }

    public Seed Seed { get; }

    public Path Path { get; }

    public VirtualTime Time { get; }

    public string Folder { get; }

    /// <summary>The kiosk's own part of the folder.</summary>
    public string Disk => System.IO.Path.Combine(Folder, "kiosk");

    public string Journal => System.IO.Path.Combine(Disk, "journal.db");

    public Watch Watch { get; }

    public Machine Machine { get; }

    public Centre Centre { get; }

    /// <summary>The power was off at least once.</summary>
    public bool WasCut { get; init; }

    public SimulatedChip Blank(int no) => new(
        BlankKind.PbocDual80K, $"{no + 1:X8}", Convert.FromHexString(Seed.Issuer.CardManagerKey));

    public void Dispose() => Centre.Dispose();
}
