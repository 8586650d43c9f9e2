using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>Central without its doors: the ledger and what answers over it. Dispose closes central.db.</summary>
internal sealed class CentralServer : IDisposable
{
    public const string FileName = "central.db";

    private readonly CancellationTokenSource _ending = new();
    private readonly IssuerKeys _keys;

    private CentralServer(Database database, Seed seed, IssuerKeys keys, ProductProfile product, TimeProvider time)
    {
        _keys = keys;
        Database = database;
        Commands = new CommandService(
            database,
            new AccountDesk(seed),
            new OrderDesk(seed, keys),
            new ChipDesk(seed, keys, product),
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
    /// <param name="product">What new cards are; null for the bank's own file.</param>
    /// <exception cref="StartUpException">The seed's keys or the database cannot be used.</exception>
    public static CentralServer Open(
        string folder, Seed seed, CentralFault fault, TimeProvider time, ProductProfile? product = null)
    {
        var keys = IssuerKeys.From(seed.Issuer);
        if (seed.Blanks.All(b => b.Code != seed.Kiosk.Blank))
            throw new StartUpException($"seed: no blank {seed.Kiosk.Blank}");
        Directory.CreateDirectory(folder);
        var database = Database.Open(Path.Combine(folder, FileName));
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        database.Transact(work =>
        {
            Planting.Plant(work, seed, at);
            return work.Execute("INSERT INTO start(at, fault) VALUES (@at, @Fault)", new { at, Fault = $"{fault}" });
        });
        return new CentralServer(database, seed, keys, product ?? Products.DebitClassic, time);
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
