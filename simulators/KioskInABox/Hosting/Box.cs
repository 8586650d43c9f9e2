using KioskSuite.KioskInABox.Bench;
using KioskSuite.KioskInABox.Camera;
using KioskSuite.KioskInABox.CardPrinter;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.Customer;
using KioskSuite.KioskInABox.IdReader;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Hosting;

/// <summary>All devices of one kiosk around one world, with the hands that move it.</summary>
internal sealed class Box : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Arguments _arguments;
    private readonly Seed _seed;
    private readonly Shop _shop;
    private readonly SimulatedEvolis _printer;
    private readonly SimulatedSdtReaderOnPty _reader;
    private readonly ChipStations _chips;
    private readonly BenchPage _bench;
    private readonly People _people;
    private readonly CameraStation _camera;

    private Box(Arguments arguments, Seed seed, World.World world)
    {
        var time = TimeProvider.System;
        (_arguments, _seed, World) = (arguments, seed, world);
        _chips = new ChipStations(world, ChipOptions(arguments, seed), time);
        _shop = new Shop(_http, seed, arguments.Person, _chips.ChipOf);
        _printer = new SimulatedEvolis(world, time, PrinterOptions(arguments));
        _reader = SimulatedSdtReaderOnPty.Start(
            world, time, arguments.SeedNumber, path: Path.GetFullPath("id-reader", Path.GetFullPath(arguments.Folder)));
        var face = seed.DocumentOf(arguments.Person).Face;
        var presence = new Presence(world, time, arguments.SeedNumber) { Face = face };
        _camera = new CameraStation(presence, time, arguments.Folder);
        _people = new People(_http, world, seed, presence);
        _bench = new BenchPage(world, seed, _chips, arguments.BenchPort);
    }

    public World.World World { get; }

    /// <summary>What the launcher must know to write the kiosk's configuration, as one JSON line.</summary>
    public object Ready => new
    {
        @event = "ready",
        serial = _reader.SlavePath,
        printer = _printer.Port,
        directChip = _chips.DirectPort ?? 0,
        bench = _bench.Address,
        camera = _camera.Address,
    };

    public static async Task<Box> StartAsync(Arguments arguments)
    {
        var seed = Seed.Read(arguments.SeedFile);
        var box = new Box(
            arguments, seed, new World.World(seed.Hopper, seed.Blank, arguments.SeedNumber, arguments.Faults));
        if (arguments.Hold.Length > 0)
        {
            box.World.Holds.Arm(arguments.Hold);
        }

        // Drawn before anybody lays the document down: a real card has its portrait and answers at once.
        Portraits.Of(seed.DocumentOf(arguments.Person).Face);
        box._chips.Start();
        box._camera.Start(arguments.CameraPort, arguments.Faults.Contains(Fault.CameraGone));
        await box._printer.StartAsync(box._stop.Token);
        await box._bench.StartAsync();
        return box;
    }

    /// <summary>One line from the launcher: where things are, or what to do.</summary>
    public void Obey(string line, Action<object> say)
    {
        switch (line.Split(' '))
        {
            case ["network", var network]:
                _shop.Network = new Uri(network);
                break;
            case ["service", var screen]:
                _people.Visit(new Uri(screen));
                break;
            case ["run"]:
                _people.Come(_arguments.Person, _shop, say);
                break;
            case ["run", var person]:
                _people.Come(person, new NoShop(), say);
                break;
            case ["try-new"]:
                _people.TryNew(_shop, say);
                break;
            case ["release", var point]:
                World.Holds.Release(point);
                break;
            case ["shop"]:
                _people.Leave();
                PlaceInShop();
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _people.DisposeAsync();
        await _camera.DisposeAsync();
        await _bench.DisposeAsync();
        await _printer.DisposeAsync();
        await _reader.DisposeAsync();
        await _chips.DisposeAsync();
        WorldFile.Write(_arguments.Folder, World, _shop.Tries);
        _http.Dispose();
        _stop.Dispose();
    }

    private static SimulatedEvolisOptions PrinterOptions(Arguments arguments) => new()
    {
        TimeFactor = arguments.Pace,
        RejectBox = arguments.RejectBox,
        Ribbon = arguments.Ribbon,
    };

    private static ChipStationsOptions ChipOptions(Arguments arguments, Seed seed) => new(seed.CardManagerKey)
    {
        CardManagerKeyAes = seed.CardManagerKeyAes,
        ContactPort = arguments.VpcdPort == 0 ? null : arguments.VpcdPort,
        ShopPort = arguments.VpcdPort == 0 ? null : arguments.VpcdPort + 1,
    };

    private void PlaceInShop()
    {
        if (World.Cards.LastOrDefault(c => c.Place == Devices.Place.Taken) is { } card)
        {
            _chips.PlaceInShop(card);
        }
    }
}
