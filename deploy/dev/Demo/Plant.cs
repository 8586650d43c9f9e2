using System.Text.Json;
using KioskSuite.Dev.Pcscd;

namespace KioskSuite.Dev.Demo;

/// <summary>What a plant is built for.</summary>
/// <param name="Once">A run without people: it need not wait for one as long.</param>
/// <param name="Seed">Path of the seed file.</param>
internal sealed record PlantSetup(string Folder, Scenario Scenario, bool Once, string Seed)
{
    /// <summary>How long a customer of a run without people waits for one answer of central.</summary>
    public TimeSpan CallPatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Further arguments of the kiosk in a box.</summary>
    public IReadOnlyList<string> Box { get; init; } = [];
}

/// <summary>The processes of one run: pcscd, central, the kiosk in a box, the service.</summary>
internal sealed class Plant : IAsyncDisposable
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _environment;
    private readonly PlantSetup _setup;
    private readonly PrivatePcscd? _pcscd;
    private readonly HttpClient _http;
    private Child? _central;
    private Child? _box;
    private Child? _service;
    private JsonElement _ready;

    private Plant(PlantSetup setup, HttpClient http, PrivatePcscd? pcscd)
    {
        (_setup, _http, _pcscd) = (setup, http, pcscd);
        _environment = pcscd is null ? [] : new() { ["PCSCLITE_CSOCK_NAME"] = pcscd.SocketPath };
        Clock = setup.Scenario.Clock is null ? null : FakeClock.Create(setup.Folder);
    }

    /// <summary>The service's wall clock, where the scenario lets it leap.</summary>
    public FakeClock? Clock { get; }

    public Uri Screen { get; private set; } = new("http://127.0.0.1/");

    public string Bench { get; private set; } = "";

    public Child Box => _box!;

    public Child Central => _central!;

    public Child Service => _service!;

    /// <summary><c>pcsc</c>, or <c>direct</c> where pcscd cannot run.</summary>
    public string ChipLink => _pcscd is null ? "direct" : "pcsc";

    public string? PcscSocket => _pcscd?.SocketPath;

    public string JournalPath => Path.Combine(_setup.Folder, "journal.db");

    public static async Task<Plant> StartAsync(
        PlantSetup setup, HttpClient http, TextWriter progress, CancellationToken stop)
    {
        var pcscd = await PrivatePcscd.StartAsync(
            setup.Folder, 0, line => progress.WriteLine($"  {line}"), TimeProvider.System, stop);
        var plant = new Plant(setup, http, pcscd);
        try
        {
            await plant.StartCentralAsync(plant.CentralFaults(), stop);
            await plant.StartBoxAsync(stop);
            await plant.StartServiceAsync(stop);
            return plant;
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Kill -9 for the service, central or both; then each starts again, as it was, central on its old ports.
    /// </summary>
    public async Task KillAsync(bool service, bool central, CancellationToken stop)
    {
        var victims = (Child[])[.. service ? [Service] : (Child[])[], .. central ? [Central] : (Child[])[]];
        await Task.WhenAll(victims.Select(v => v.KillAsync()));
        if (central)
        {
            await Central.DisposeAsync();
            await StartCentralAsync(
                ["--port", PortOf("grpc"), "--card-network-port", PortOf("cardNetwork")], stop);
        }

        if (service)
        {
            await Service.DisposeAsync();
            await StartServiceAsync(stop);
        }
    }

    /// <summary>Waits until nothing is open and central has acknowledged the last entry.</summary>
    public Task SettledAsync(TimeSpan within, CancellationToken stop) =>
        Settling.WaitAsync(_http, Screen, within, stop);

    /// <summary>Ends everything, the service first so that nothing is written after it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var child in (Child?[])[_service, _box, _central])
        {
            if (child is not null)
            {
                await child.DisposeAsync();
            }
        }

        if (_pcscd is not null)
        {
            await _pcscd.DisposeAsync();
        }
    }

    private async Task StartServiceAsync(CancellationToken stop)
    {
        var clock = Clock?.Environment ?? new Dictionary<string, string>();
        var environment = new Dictionary<string, string>(_environment.Concat(clock));
        _service = Start(
            "service", "src/Service", environment, "--config", Path.Combine(_setup.Folder, "kiosk.json"),
            "--until-stdin-closes");
        var ready = await _service.EventAsync("ready", s_startWithin, stop);
        Screen = new Uri(ready.GetProperty("screen").GetString()!);
        await Box.SayAsync($"service {Screen}");
    }

    private async Task StartCentralAsync(string[] more, CancellationToken stop)
    {
        _central = Start(
            "central", "simulators/CentralSystem", _environment,
            ["--folder", _setup.Folder, "--seed", _setup.Seed, .. more]);
        _ready = await _central.EventAsync("ready", s_startWithin, stop);
    }

    private async Task StartBoxAsync(CancellationToken stop)
    {
        var scenario = _setup.Scenario;
        var args = new List<string>
        {
            "--folder", _setup.Folder, "--seed", _setup.Seed, "--person", scenario.Person, "--antenna", "true",
        };
        Add(args, "--vpcd", _pcscd?.ContactPort.ToString() ?? "");
        Add(args, "--hold", scenario.Kill is { Holder: "box" } kill ? kill.Point : "");
        args.AddRange(scenario.World.SelectMany(f => (string[])["--fault", f]));
        _box = Start("box", "simulators/KioskInABox", _environment, [.. args, .. _setup.Box]);
        var ready = await _box.EventAsync("ready", s_startWithin, stop);
        Bench = ready.GetProperty("bench").GetString()!;
        await _box.SayAsync($"network {_ready.GetProperty("cardNetwork").GetString()}");
        KioskFile.Write(
            _setup,
            new Places(
                _ready.GetProperty("grpc").GetString()!,
                ready.GetProperty("serial").GetString()!,
                ready.GetProperty("printer").GetInt32(),
                Reader(PrivatePcscd.ContactReader, ready.GetProperty("directChip")),
                Reader(PrivatePcscd.ShopReader, ready.GetProperty("directAntenna")),
                ready.GetProperty("camera").GetString()!));
    }

    private ReaderPlace Reader(string name, JsonElement directPort) => _pcscd is null
        ? new ReaderPlace("", $"127.0.0.1:{directPort.GetInt32()}")
        : new ReaderPlace(name, "");

    private Child Start(
        string name, string project, IReadOnlyDictionary<string, string> environment, params string[] args) =>
        Child.Start(name, Checkout.Assembly(project), _setup.Folder, environment, args);

    private string[] CentralFaults()
    {
        var args = new List<string>();
        Add(args, "--fault", _setup.Scenario.Central);
        Add(args, "--hold", _setup.Scenario.Kill is { Holder: "central" } kill ? kill.Point : "");
        return [.. args];
    }

    private string PortOf(string door) => $"{new Uri(_ready.GetProperty(door).GetString()!).Port}";

    private static void Add(List<string> args, string name, string value)
    {
        if (value.Length > 0)
        {
            args.AddRange([name, value]);
        }
    }
}
