using System.Net;
using System.Text;
using KioskSuite.CentralLink;
using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Service.Health;
using KioskSuite.Service.Screen;
using KioskSuite.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace KioskSuite.Tests.Service;

/// <summary>The real screens over a board that the test paints; no journey runs and no device is opened.</summary>
internal sealed class ScreenBench : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly HttpClient _http;

    private ScreenBench(
        WebApplication web, JourneyBoard board, FaceBoard face, DeviceHost devices, Settable<Standing> standing)
    {
        (_web, Board, Face, Devices, Standing) = (web, board, face, devices, standing);
        _http = new HttpClient { BaseAddress = new Uri(web.Urls.First()) };
    }

    public JourneyBoard Board { get; }

    public FaceBoard Face { get; }

    public DeviceHost Devices { get; }

    public Settable<Standing> Standing { get; }

    public Uri Address => _http.BaseAddress!;

    public static async Task<ScreenBench> StartAsync()
    {
        var time = TimeProvider.System;
        var (journal, board, face) = (new MemoryJournal(time), new JourneyBoard(), new FaceBoard(time));
        var ledger = new Ledger(journal);
        ledger.Load();
        var options = new DeviceHostOptions();
        var backoff = new Backoff(options.BackoffFirst, options.BackoffMost, new Random(1), time);
        var devices = new DeviceHost(
            [new ScriptedDevice("idReader"), new ScriptedDevice("printer"), new ScriptedDevice("chip")],
            backoff,
            options,
            time);
        var uplink = new Uplink(
            journal, new Link.LinkClient(new NoLine()), new UplinkOptions("k", "s"), backoff.PauseAsync, time);
        var standing = new Settable<Standing>(new Standing(Settled: false, Offer.Nothing, []));
        var status = new StatusReport(journal, ledger, uplink, devices, () => standing.Value);
        var policies = new Policies { Hotline = "400-000-0000" };
        var web = ScreenHost.Build(new Uri("http://127.0.0.1:0"), board, face, status, policies, time);
        await web.StartAsync();
        return new ScreenBench(web, board, face, devices, standing);
    }

    /// <summary>The page as it reads, with entities as characters.</summary>
    public async Task<string> PageAsync(string path) => WebUtility.HtmlDecode(await _http.GetStringAsync(path));

    public Task<HttpResponseMessage> PressAsync() => _http.PostAsync("/session", content: null);

    public async Task<HttpStatusCode> PostAsync(string path, string? json = null)
    {
        using var body = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(path, body);
        return answer.StatusCode;
    }

    /// <summary>An answer whose body is still to come.</summary>
    public Task<HttpResponseMessage> BeginAsync(string path) =>
        _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _web.DisposeAsync();
    }

    /// <summary>Central is never reached.</summary>
    private sealed class NoLine : RefusingInvoker;
}

/// <summary>A value that a test changes while others read it.</summary>
internal sealed class Settable<T>(T value)
{
    public T Value { get; set; } = value;
}
