using System.Net.Http.Json;
using System.Text.Json;
using KioskSuite.Dev.Pcscd;

namespace KioskSuite.Dev.Demo;

/// <summary>The processes of one run: pcscd, central, the kiosk in a box, the service.</summary>
internal sealed class Plant : IAsyncDisposable
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _environment;
    private readonly PrivatePcscd? _pcscd;
    private readonly HttpClient _http;
    private readonly string _folder;
    private readonly bool _once;
    private Child? _central;
    private Child? _box;
    private Child? _service;
    private JsonElement _ready;

    private Plant(string folder, bool once, HttpClient http, PrivatePcscd? pcscd)
    {
        (_folder, _once, _http, _pcscd) = (folder, once, http, pcscd);
        _environment = pcscd is null ? [] : new() { ["PCSCLITE_CSOCK_NAME"] = pcscd.SocketPath };
    }

    public Uri Screen { get; private set; } = new("http://127.0.0.1/");

    public string Bench { get; private set; } = "";

    public Child Box => _box!;

    public Child Central => _central!;

    public Child Service => _service!;

    /// <summary><c>pcsc</c>, or <c>direct</c> where pcscd cannot run.</summary>
    public string ChipLink => _pcscd is null ? "direct" : "pcsc";

    public string? PcscSocket => _pcscd?.SocketPath;

    public string JournalPath => Path.Combine(_folder, "journal.db");

    public static async Task<Plant> StartAsync(
        string folder, Scenario scenario, bool once, HttpClient http, TextWriter progress, CancellationToken stop)
    {
        var pcscd = await PrivatePcscd.StartAsync(
            folder, 0, line => progress.WriteLine($"  {line}"), TimeProvider.System, stop);
        var plant = new Plant(folder, once, http, pcscd);
        try
        {
            await plant.StartCentralAsync(scenario, stop);
            await plant.StartBoxAsync(scenario, stop);
            await plant.StartServiceAsync(stop);
            return plant;
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the service (again) with the same configuration and shows the hands its address.</summary>
    public async Task StartServiceAsync(CancellationToken stop)
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        var config = Path.Combine(_folder, "kiosk.json");
        var assembly = Checkout.Assembly("src/Service");
        _service = Child.Start(
            "service", assembly, _folder, _environment, "--config", config, "--until-stdin-closes");
        var ready = await _service.EventAsync("ready", s_startWithin, stop);
        Screen = new Uri(ready.GetProperty("screen").GetString()!);
        await Box.SayAsync($"service {Screen}");
    }

    /// <summary>Waits until nothing is open and central has acknowledged the last entry.</summary>
    public async Task SettledAsync(TimeSpan within, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(within);
        while (true)
        {
            try
            {
                var status = await _http.GetFromJsonAsync<JsonElement>(
                    new Uri(Screen, "/health/status"), deadline.Token);
                if (status.GetProperty("openCases").GetInt32() == 0 && status.GetProperty("ready").GetBoolean()
                    && status.GetProperty("acknowledged").GetUInt64() == status.GetProperty("entries").GetUInt64())
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, deadline.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                throw new LauncherException($"the service did not settle within {within.TotalSeconds:0} s");
            }
        }
    }

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

    private async Task StartCentralAsync(Scenario scenario, CancellationToken stop)
    {
        string[] fault = scenario.Central.Length > 0 ? ["--fault", scenario.Central] : [];
        _central = Child.Start(
            "central",
            Checkout.Assembly("simulators/CentralSystem"),
            _folder,
            _environment,
            ["--folder", _folder, "--seed", Checkout.Seed, .. fault]);
        _ready = await _central.EventAsync("ready", s_startWithin, stop);
    }

    private async Task StartBoxAsync(Scenario scenario, CancellationToken stop)
    {
        var args = new List<string> { "--folder", _folder, "--seed", Checkout.Seed, "--person", scenario.Person };
        Add(args, "--vpcd", _pcscd?.ContactPort.ToString() ?? "");
        Add(args, "--fault", scenario.World);
        Add(args, "--hold", scenario.Hold);
        _box = Child.Start("box", Checkout.Assembly("simulators/KioskInABox"), _folder, _environment, [.. args]);
        var ready = await _box.EventAsync("ready", s_startWithin, stop);
        Bench = ready.GetProperty("bench").GetString()!;
        await _box.SayAsync($"network {_ready.GetProperty("cardNetwork").GetString()}");
        var direct = _pcscd is null ? $"127.0.0.1:{ready.GetProperty("directChip").GetInt32()}" : "";
        KioskFile.Write(
            _folder,
            new Places(
                _ready.GetProperty("grpc").GetString()!,
                ready.GetProperty("serial").GetString()!,
                ready.GetProperty("printer").GetInt32(),
                _pcscd is null ? "" : PrivatePcscd.ContactReader,
                direct),
            _once);
    }

    private static void Add(List<string> args, string name, string value)
    {
        if (value.Length > 0)
        {
            args.AddRange([name, value]);
        }
    }
}
