using KioskSuite.CardPrinter.Evolis;
using KioskSuite.CentralSystem;
using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;
using KioskSuite.IdReader.Sdt;
using KioskSuite.Jobs;
using KioskSuite.KioskInABox.CardPrinter;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.IdReader;
using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;
using KioskSuite.Service.Health;
using KioskSuite.Simulation.Shared;
using KioskSuite.Tests.Support;
using BoxWorld = KioskSuite.KioskInABox.World.World;
using Scenario = KioskSuite.Dev.Demo.Scenario;
using Seed = KioskSuite.CentralSystem.Seed;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>
/// What the launcher starts as processes, on one thread: real drivers speak with the simulated devices in their own
/// bytes over links in memory, supervised by the real device host; the service can be killed and started again.
/// </summary>
internal sealed class Plant : IAsyncDisposable
{
    private const uint Number = 7;
    private readonly Seed _seed;
    private readonly VirtualTime _time;
    private readonly string _folder;
    private readonly SimulatedEvolis _printer;
    private readonly ChipStations _chips;
    private readonly Connections _reader;
    private readonly FaceStation? _face;
    private KioskDevices? _devices;
    private int _lives;

    public Plant(Seed seed, ScenarioRow row, VirtualTime time, string folder)
    {
        (_seed, _time, _folder) = (seed, time, folder);
        var blank = row.Card.Length > 0 ? Scenario.BlankOf(row.Card) : seed.Kiosk.Blank;
        World = new BoxWorld(seed.Kiosk.Hopper, blank, Number, row.World.ToHashSet());
        _printer = new SimulatedEvolis(World, time, new SimulatedEvolisOptions());
        _chips = new ChipStations(
            World,
            new ChipStationsOptions(Convert.FromHexString(seed.Issuer.CardManagerKey))
            {
                CardManagerKeyAes = Convert.FromHexString(seed.Issuer.CardManagerKeyAes),
                DirectPort = null,
            },
            time);
        _chips.Start();
        var reader = new SimulatedSdtReader(World, time, Number);
        _reader = new Connections(reader.Plug, reader.RunAsync);
        _face = FaceStation.Needed(row) ? new FaceStation(World, time, Number) : null;
        Centre = new ScriptedCentre(
            Path.Combine(folder, "central"), seed, row.Central, row.Holder == "central" ? row.Point : "", time);
    }

    public BoxWorld World { get; }

    public ScriptedCentre Centre { get; }

    /// <summary>Null in a kiosk without a camera.</summary>
    public FaceStation? Face => _face;

    /// <summary>The service, or null while it is dead.</summary>
    public Kiosk? Kiosk { get; private set; }

    public async Task StartAsync()
    {
        Directory.CreateDirectory(Disk);
        _devices = DevicesOfALife();
        var options = new DeviceHostOptions();
        var backoff = new Backoff(options.BackoffFirst, options.BackoffMost, new Random(1), _time);
        var host = new DeviceHost(_devices.All, backoff, options, _time);
        var ground = new Ground(
            _seed, _time, Path.Combine(Disk, "journal.db"), _devices, host, Centre.Line)
        {
            Face = _face?.Parts(),
        };
        Kiosk = await Kiosk.OpenAsync(ground, store => store);
        Kiosk.Beside(host.RunAsync);
        Kiosk.Run();
    }

    /// <summary>Kill -9: the disk as it is, and nothing that was running reaches the world any more.</summary>
    public async Task KillAsync(Action release)
    {
        var (disk, dead) = (Files.Read(Disk), Kiosk!);
        Kiosk = null;
        _lives++;
        Files.Write(Disk, disk);
        dead.Cancel();
        release();
        await CloseAsync();
        await dead.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Centre.Release();
        await (Kiosk?.DisposeAsync() ?? default);
        await CloseAsync();
        await _printer.DisposeAsync();
        await _chips.DisposeAsync();
        await _reader.DisposeAsync();
        _face?.Dispose();
        Centre.Dispose();
    }

    private string Disk => Path.Combine(_folder, $"kiosk-{_lives}");

    // A process that is dead opens nothing any more.
    private KioskDevices DevicesOfALife()
    {
        var life = _lives;
        InMemoryLink To(Func<Devices.Links.ILink, bool> accept) => new(link => life == _lives && accept(link));
        var evolis = new EvolisOptions();
        IPortraitDecoder decoder = _face is null ? new NoPortraitDecoder() : new TaggedPortraitDecoder();
        return new KioskDevices(
            new SdtReader("idReader", To(_reader.Accept), decoder, _time, new SdtOptions()),
            new EvolisPrinter("printer", To(_printer.Accept), _time, evolis, EvolisModel.Find(evolis.Model)),
            new DirectChipStation("chip", To(_chips.Accept), new DirectOptions(), _time),
            new Painter())
        {
            Face = _face?.Devices(),
        };
    }

    private async Task CloseAsync()
    {
        foreach (var device in _devices?.All ?? [])
        {
            await device.DisposeAsync();
        }
    }
}
