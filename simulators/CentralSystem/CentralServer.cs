using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>What new cards are made of beside the issuer's keys.</summary>
internal sealed record CardSupplies
{
    /// <summary>A profile by its name.</summary>
    public Func<string, ProductProfile> ProductOf { get; init; } = Products.Of;

    /// <summary>A card's RSA key of so many bits, PKCS #8.</summary>
    public Func<int, byte[]> DrawKey { get; init; } = CardCertification.DrawRsa;
}

/// <summary>Central without its doors: the ledger and what answers over it. Dispose closes central.db.</summary>
internal sealed class CentralServer : IDisposable
{
    public const string FileName = "central.db";

    private readonly CancellationTokenSource _ending = new();
    private readonly IssuerKeys _keys;

    private CentralServer(
        Database database, Seed seed, IssuerKeys keys, CardSupplies cards, Stocks stocks, TimeProvider time)
    {
        _keys = keys;
        Database = database;
        Commands = new CommandService(
            database,
            new AccountDesk(seed),
            new OrderDesk(seed, keys, stocks[seed.Kiosk.Blank].Product, Suites.Here),
            new ChipDesk(keys, stocks, new CardCertification(keys, cards.DrawKey), Suites.Here),
            time);
        Link = new LinkService(database, time, _ending.Token);
        Evidence = new EvidenceService(database, new EvidenceDesk(keys.Evidence), time);
        Network = new CardNetwork(database, keys, time);
    }

    public Database Database { get; }

    public CommandService Commands { get; }

    public LinkService Link { get; }

    public EvidenceService Evidence { get; }

    public CardNetwork Network { get; }

    /// <summary>Opens the ledger in a folder, fills it from the seed when it is new, notes the start.</summary>
    /// <param name="folder">Made when it is not there.</param>
    /// <param name="seed">The fictional world.</param>
    /// <param name="fault">Written down only.</param>
    /// <param name="time">Clock of all entries.</param>
    /// <param name="cards">What new cards are made of; null for the bank's own.</param>
    /// <exception cref="StartUpException">The seed's keys or the database cannot be used.</exception>
    public static CentralServer Open(
        string folder, Seed seed, CentralFault fault, TimeProvider time, CardSupplies? cards = null)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var keys = IssuerKeys.From(seed.Issuer, today);
        if (seed.Blanks.All(b => b.Code != seed.Kiosk.Blank))
            throw new StartUpException($"seed: no blank {seed.Kiosk.Blank}");
        cards ??= new CardSupplies();
        var stocks = new Stocks(seed.Blanks, cards.ProductOf);
        foreach (var product in stocks.Products)
            keys.Require(product, today);
        Directory.CreateDirectory(folder);
        var database = Database.Open(Path.Combine(folder, FileName));
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        database.Transact(work =>
        {
            Planting.Plant(work, seed, at);
            return work.Execute("INSERT INTO start(at, fault) VALUES (@at, @Fault)", new { at, Fault = $"{fault}" });
        });
        return new CentralServer(database, seed, keys, cards, stocks, time);
    }

    /// <summary>Ends the open lines to the kiosks, which else would outlive any deadline.</summary>
    public void EndLines() => _ending.Cancel();

    public void Dispose()
    {
        _ending.Cancel();
        Database.Dispose();
        _keys.Dispose();
        _ending.Dispose();
    }
}
