using System.Text.Json;
using Dapper;
using KioskSuite.Messages.Entries;
using Microsoft.Data.Sqlite;

namespace KioskSuite.Dev.Invariants;

/// <summary>One journal entry as a source of evidence.</summary>
/// <param name="Case">The case it belongs to, 0 for none.</param>
internal sealed record JournalRow(long Seq, long Case, string Kind, byte[] Payload, byte[] Hash);

/// <summary>A card as central knows it.</summary>
internal sealed record CentralCard(
    string Card, long Account, string? Ticket, string State, string? Replaces, string? Chip, string? Channel,
    string? Suite);

/// <summary>What happened to a fee of an order: <c>reserved</c>, <c>charged</c> or <c>returned</c>.</summary>
internal sealed record FeeEvent(string Ticket, string Event);

/// <summary>A card as the world counts it.</summary>
internal sealed record WorldCard(string Serial, string Blank, string Place);

/// <summary>A try in the shop.</summary>
internal sealed record ShopTry(string Card, string When, string Way, string Answer);

/// <summary>A file sealed by the kiosk, at central or still in its folder.</summary>
internal sealed record SealedSeen(string Name, byte[] Bytes)
{
    public override string ToString() => $"{Name}, {Bytes.Length} bytes";
}

internal sealed record WorldSeen(int Loaded, int Hopper, IReadOnlyList<WorldCard> Cards, IReadOnlyList<ShopTry> Shop);

/// <summary>
/// Three sources that do not know each other: the journal file, central's database, the world's own count.
/// </summary>
internal sealed record Evidence(
    IReadOnlyList<JournalRow> Journal,
    IReadOnlyList<CentralCard> Cards,
    IReadOnlyList<FeeEvent> Fees,
    IReadOnlyList<JournalRow> AtCentral,
    IReadOnlyList<int> RoundTrips,
    int CentralStarts,
    WorldSeen World)
{
    /// <summary>Folder of sealed files in a run's folder.</summary>
    public const string SealedFolder = "evidence";

    /// <summary>Whole sealed files that central took.</summary>
    public IReadOnlyList<SealedSeen> SealedAtCentral { get; init; } = [];

    /// <summary>Sealed files that still wait in the kiosk's folder.</summary>
    public IReadOnlyList<SealedSeen> SealedAtKiosk { get; init; } = [];

    static Evidence() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Reads what a run left in its folder; the files are closed by then.</summary>
    public static Evidence Read(string folder)
    {
        using var journal = Open(Path.Combine(folder, "journal.db"));
        using var central = Open(Path.Combine(folder, "central.db"));
        var world = JsonSerializer.Deserialize<WorldSeen>(
            File.ReadAllBytes(Path.Combine(folder, "world.json")), JsonSerializerOptions.Web)!;
        return new Evidence(
            [.. journal.Query<JournalRow>(
                """
                SELECT seq AS Seq, "case" AS "Case", kind AS Kind, payload AS Payload, hash AS Hash FROM entry
                ORDER BY seq
                """)],
            [.. central.Query<CentralCard>(
                """
                SELECT card AS Card, account AS Account, ticket AS Ticket, state AS State, replaces AS Replaces,
                  chip AS Chip, channel AS Channel, suite AS Suite FROM card
                """)],
            [.. central.Query<FeeEvent>("SELECT ticket AS Ticket, event AS Event FROM fee")],
            [.. central.Query<JournalRow>(
                """
                SELECT seq AS Seq, case_no AS "Case", kind AS Kind, payload AS Payload, hash AS Hash FROM entry
                ORDER BY seq
                """)],
            [.. central.Query<int>("SELECT round_trips FROM ticket ORDER BY issued_at")],
            central.ExecuteScalar<int>("SELECT count(*) FROM start"),
            world)
        {
            SealedAtCentral = [.. central.Query<SealedSeen>(
                "SELECT name AS Name, sealed AS Bytes FROM evidence WHERE whole_at IS NOT NULL")],
            SealedAtKiosk = WaitingIn(Path.Combine(folder, SealedFolder)),
        };
    }

    public IEnumerable<T> Entries<T>(string kind, Google.Protobuf.MessageParser<T> parser)
        where T : Google.Protobuf.IMessage<T> =>
        Journal.Where(r => r.Kind == kind).Select(r => parser.ParseFrom(r.Payload));

    /// <summary>Entries of a kind with the case each belongs to.</summary>
    public IEnumerable<(long Case, T Entry)> OfCases<T>(string kind, Google.Protobuf.MessageParser<T> parser)
        where T : Google.Protobuf.IMessage<T> =>
        Journal.Where(r => r.Kind == kind).Select(r => (r.Case, parser.ParseFrom(r.Payload)));

    /// <summary>Cards at a place by the journal's double entry.</summary>
    public int JournalCount(Place place) =>
        Entries("stock.counted", Counted.Parser).Where(c => c.Place == place).Sum(c => (int)c.N)
        + Entries("card.moved", Moved.Parser).Sum(m => (m.To == place ? 1 : 0) - (m.From == place ? 1 : 0));

    public int WorldCount(Place place) => World.Cards.Count(c => c.Place == place.ToString());

    private static SealedSeen[] WaitingIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.sealed")
            .Select(f => new SealedSeen(Path.GetFileName(f), File.ReadAllBytes(f)))]
        : [];

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source=file:{path}?immutable=1;Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
