using KioskSuite.Dev.Invariants;
using Microsoft.Data.Sqlite;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>
/// A card whose number stays, issued by real processes; the old one is tried again when the new one is active (N15).
/// </summary>
public sealed class SameNumberTests
{
    private const string Mine = "FROM card WHERE card = 'card-0010' OR replaces = 'card-0010'";

    [Fact]
    public async Task The_old_card_is_dead_in_each_way_while_the_new_one_with_its_number_pays()
    {
        using var folder = new KeptFolder();
        var ran = await Launcher.RunAsync(
            "demo", "--once", "--json", "--fault", "same-number", "--card", "scp03", "--keep", folder.Path);

        ran.Code.ShouldBe(0, ran.Errors);
        ran.Json.GetProperty("channel").GetString().ShouldBe("SCP03-S8");
        var central = folder.File("central.db");
        Ask(central, $"SELECT count(*) || ' ' || count(DISTINCT pan) || ' ' || count(DISTINCT expiry) {Mine}")
            .ShouldBe("2 1 2");
        Ask(central, $"SELECT group_concat(sequence || state) FROM (SELECT * {Mine} ORDER BY sequence)")
            .ShouldBe("01stopped,02active");
        Ask(central, "SELECT group_concat(reason) FROM authorisation WHERE card = 'card-0010' AND answer = 'declined'")
            .ShouldBe(string.Join(',', Enumerable.Repeat("stopped", 6)));
        var last = Evidence.Read(folder.Path).World.Shop.Where(t => t.When == "after-activation").ToList();
        last.Select(t => (t.Card, t.Way, t.Answer)).ShouldBe(
            from card in (string[])["old", "new"]
            from way in (string[])["chip", "stripe", "number"]
            select (card, way, card == "old" ? "declined" : "approved"));
    }

    private static string Ask(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source=file:{file}?immutable=1;Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }
}
