using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace KioskSuite.EndToEnd.Browser;

/// <summary>The installed browser, and what its pages complained of.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const float ExpectWithinMs = 60_000;   // a busy machine is no failure

    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly ConcurrentQueue<string> _errors = new();
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public IReadOnlyCollection<string> Errors => _errors;

    public static async Task<Chromium> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(ExpectWithinMs);
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = "/usr/bin/chromium", Args = s_arguments }));
    }

    public async Task<IPage> OpenAsync(string address, int width, int height)
    {
        var page = await _browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        page.SetDefaultTimeout(ExpectWithinMs);
        page.Console += (_, said) =>
        {
            if (said.Type == "error")
            {
                _errors.Enqueue(said.Text);
            }
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
        await page.GotoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
