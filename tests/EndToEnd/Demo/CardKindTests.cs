using Microsoft.Data.Sqlite;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>Each stock of blanks becomes a card; channel and suite are what the chip itself said (issue 5).</summary>
public sealed class CardKindTests
{
    [Theory]
    [InlineData("scp03-s16", "SCP03-S16", "3DES")]
    [InlineData("sm", "SCP02", "SM")]
    public async Task Another_stock_becomes_a_card_that_pays(string card, string channel, string suite)
    {
        using var folder = new KeptFolder();
        var ran = await Launcher.RunAsync("demo", "--once", "--json", "--card", card, "--keep", folder.Path);

        ran.Code.ShouldBe(0, ran.Errors);
        ran.Json.GetProperty("channel").GetString().ShouldBe(channel);
        ran.Json.GetProperty("suite").GetString().ShouldBe(suite);
        ran.Json.GetProperty("roundTripsToCentralForChip").GetInt32().ShouldBe(2);
        Ask(folder.File("central.db"), "SELECT start_atc FROM card WHERE state = 'active' AND replaces IS NOT NULL")
            .ShouldBe(0L);
        Dev.Invariants.Evidence.Read(folder.Path).World.Shop
            .Where(t => t is { Card: "new", When: "after-activation" }).ShouldAllBe(t => t.Answer == "approved");
    }

    private static object? Ask(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source=file:{file}?immutable=1;Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
