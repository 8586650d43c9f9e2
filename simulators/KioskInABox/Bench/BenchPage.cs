using System.Net;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Bench;

/// <summary>The bench: a page on its own port with a button for each thing a hand can do in the world.</summary>
internal sealed class BenchPage : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly World.World _world;
    private readonly Seed _seed;
    private readonly ChipStations _chips;

    public BenchPage(World.World world, Seed seed, ChipStations chips, int port)
    {
        (_world, _seed, _chips) = (world, seed, chips);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.MapGet("/", () => Results.Content(Page(), "text/html; charset=utf-8"));
        _app.MapPost("/document/{person}", (string person) => Act(() => Put(person)));
        _app.MapPost("/document", () => Act(() => _world.DocumentOnReader = null));
        _app.MapPost("/take", () => Act(Take));
        _app.MapPost("/shop", () => Act(Shop));
    }

    public string Address => _app.Urls.First();

    public Task StartAsync() => _app.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Act(Action act)
    {
        act();
        return Results.Redirect("/");
    }

    private void Put(string person)
    {
        if (_seed.People.Contains(person))
        {
            _world.DocumentOnReader = _seed.DocumentOf(person);
        }
    }

    private void Take()
    {
        if (_world.At(Place.Exit) is { } card)
        {
            _world.Move(card, Place.Taken);
        }
    }

    private void Shop()
    {
        if (_world.Cards.LastOrDefault(c => c.Place == Place.Taken) is { } card)
        {
            _chips.PlaceInShop(card);
        }
    }

    private string Page()
    {
        var page = new StringBuilder(BenchHtml.Head);
        var reader = _world.DocumentOnReader is { } d ? $"document of {Text(d.Name)}" : "empty";
        page.Append($"<section><h2>ID reader</h2><p class=state>{reader}</p>");
        foreach (var person in _seed.People)
        {
            page.Append(Button($"/document/{person}", $"Put down: {Text(_seed.DocumentOf(person).Name)} <small>{Text(person)}</small>"));
        }

        page.Append(Button("/document", "Take the document away")).Append("</section>");
        var exit = _world.At(Place.Exit) is { } card ? $"card {card.Serial}" : "empty";
        page.Append($"<section><h2>Exit</h2><p class=state>{exit}</p>").Append(Button("/take", "Take the card"));
        page.Append(Button("/shop", "Put the taken card into the shop's terminal")).Append("</section>");
        page.Append($"<section><h2>Cards</h2><p class=state>Hopper: {_world.Hopper} of {_world.Loaded}</p><ul>");
        foreach (var c in _world.Cards)
        {
            page.Append($"<li>{c.Serial}: {c.Place}</li>");
        }

        return page.Append("</ul></section></main></body></html>").ToString();
    }

    private static string Button(string post, string label) =>
        $"<form method=post action=\"{post}\"><button>{label}</button></form>";

    private static string Text(string plain) => WebUtility.HtmlEncode(plain);
}
