using System.Net;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Bench;

/// <summary>The bench: a page on its own port with a button for each thing a hand can do in the world.</summary>
internal sealed class BenchPage : IAsyncDisposable
{
    private static readonly Place[] s_way =
        [Place.Hopper, Place.ChipStation, Place.Printer, Place.Exit, Place.Taken, Place.Retained];

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

    private string Page() => new StringBuilder(BenchHtml.Head)
        .Append("<section class=way><h2>Where the cards are</h2><ol>")
        .AppendJoin("", s_way.Select(Station)).Append("</ol></section>")
        .Append("<section><h2>ID reader</h2><p class=state>").Append(OnReader()).Append("</p>")
        .Append(Button("/document", "Take the document away", ""))
        .Append("<div class=people>").AppendJoin("", _seed.People.Select(Person)).Append("</div></section>")
        .Append("<section><h2>Exit and shop</h2><p class=state>").Append(OnExit()).Append("</p>")
        .Append(Button("/take", "Take the card", "main"))
        .Append(Button("/shop", "Put the taken card into the shop's terminal", ""))
        .Append("</section></main></body></html>").ToString();

    private string Station(Place place)
    {
        var cards = _world.Cards.Where(c => c.Place == place).Select(c => c.Serial).ToList();
        var held = place == Place.Hopper ? [$"{_world.Hopper} of {_world.Loaded}"] : cards;
        var codes = string.Concat(held.Select(h => $"<code>{h}</code>"));
        return $"<li{(cards.Count > 0 ? " class=here" : "")}><b>{place}</b>{codes}</li>";
    }

    private string OnReader() => _world.DocumentOnReader is { } d ? $"Document of {Text(d.Name)}" : "Nothing on it";

    private string OnExit() =>
        _world.At(Place.Exit) is { } card ? $"Card {card.Serial} waits at the exit" : "Nothing at the exit";

    private string Person(string id) =>
        Button($"/document/{id}", $"Put down: {Text(_seed.DocumentOf(id).Name)} <small>{Text(id)}</small>", "");

    private static string Button(string post, string label, string kind) =>
        $"<form method=post action=\"{post}\"><button class=\"{kind}\">{label}</button></form>";

    private static string Text(string plain) => WebUtility.HtmlEncode(plain);
}
