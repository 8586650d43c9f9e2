using KioskSuite.Dev.Demo;
using Microsoft.Data.Sqlite;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>
/// One scripted fault for each kind of device, and kills of each victim, through real processes, end in exactly their
/// triple (N33, N41, N42). The rest of the table runs on virtual time.
/// </summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("reader-garbage")]
    [InlineData("jam-at-print")]
    [InlineData("chip-mute")]
    [InlineData("not-taken")]
    [InlineData("central-away")]
    [InlineData("duplicate-reply")]
    [InlineData("photo-attack")]
    [InlineData("replay-attack")]
    [InlineData("camera-frozen")]
    [InlineData("camera-gone")]
    public async Task A_fault_ends_in_its_triple(string name)
    {
        var ran = await Launcher.RunAsync("demo", "--once", "--json", "--fault", name);

        ran.Code.ShouldBe(0, ran.Errors);
        TripleOf(ran).ShouldBe(Scenario.Faults.First(f => f.Name == name).Expected);
        StartsOf(ran).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("feed", "service", 2, 1)]
    [InlineData("print", "service", 2, 1)]
    [InlineData("taken", "service", 2, 1)]
    [InlineData("activate", "service", 2, 1)]
    [InlineData("order-card", "central", 1, 2)]
    [InlineData("personalise", "both", 2, 2)]
    public async Task Who_was_killed_starts_again_and_the_card_is_accounted_for(
        string point, string victim, int service, int central)
    {
        var ran = await Launcher.RunAsync("demo", "--once", "--json", "--kill", point, "--victim", victim);

        ran.Code.ShouldBe(0, ran.Errors);
        TripleOf(ran).ShouldBe(Scenario.Kills(victim).First(k => k.Name == point).Expected);
        StartsOf(ran).ShouldBe((service, central));
    }

    [Fact]
    public async Task A_wall_clock_that_leaps_a_day_changes_no_deadline()
    {
        using var folder = new KeptFolder();
        var ran = await Launcher.RunAsync("demo", "--once", "--json", "--fault", "clock-leap", "--keep", folder.Path);

        ran.Code.ShouldBe(0, ran.Errors);
        var (wall, monotonic) = ClocksOf(folder.File("journal.db"));
        wall.ShouldBeGreaterThan(TimeSpan.FromHours(23), "the clock did not leap");
        monotonic.ShouldBeLessThan(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("--fault", "no-such-fault")]
    [InlineData("--kill", "no-such-point")]
    [InlineData("--nonsense", "")]
    public async Task An_unknown_name_is_said_in_one_line_and_fails(string option, string name)
    {
        var ran = await Launcher.RunAsync("demo", "--once", "--json", option, name);

        ran.Code.ShouldNotBe(0);
        ran.Output.ShouldBeEmpty();
        ran.Errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("--victim", "customer", "demo", "--kills")]
    [InlineData("--rounds", "0", "prove", "kill")]
    [InlineData("--rounds", "many", "prove", "kill")]
    public async Task A_wrong_value_is_said_in_one_line_and_fails(string option, string value, params string[] command)
    {
        var ran = await Launcher.RunAsync([.. command, option, value]);

        ran.Code.ShouldNotBe(0);
        ran.Output.ShouldBeEmpty();
        ran.Errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_list_of_faults_is_one_line_each_and_nothing_else()
    {
        var ran = await Launcher.RunAsync("demo", "--faults");

        var lines = ran.Output.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBeGreaterThanOrEqualTo(25);
        lines.ShouldBeUnique();
        lines.ShouldAllBe(line => IsRow(line));
        lines.ShouldContain("jam-at-print needs-staff stopped void");
        ran.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("service", "activate card-taken stopped active", "feed card-retained stopped void")]
    [InlineData("central", "activate card-taken stopped active", "feed card-taken stopped active")]
    [InlineData("both", "activate card-taken stopped active", "feed card-retained stopped void")]
    public async Task The_list_of_kill_points_tells_what_comes_of_each_victim(
        string victim, params string[] among)
    {
        var ran = await Launcher.RunAsync("demo", "--kills", "--victim", victim);

        var lines = ran.Output.TrimEnd('\n').Split('\n');
        lines.ShouldAllBe(line => IsRow(line));
        among.ShouldBeSubsetOf(lines);
        string[] promised = ["feed", "chip", "stripe", "print", "present", "taken", "activate"];
        promised.ShouldBeSubsetOf(lines.Select(line => line.Split(' ')[0]));
    }

    private static bool IsRow(string line) =>
        line.Split(' ') is [not "", var outcome, "active" or "stopped", "none" or "void" or "active"]
        && outcome is "card-taken" or "card-retained" or "refused" or "loss-recorded" or "needs-staff";

    private static Triple TripleOf(Ran ran) => new(
        ran.Json.GetProperty("outcome").GetString()!,
        ran.Json.GetProperty("oldCard").GetString()!,
        ran.Json.GetProperty("newCard").GetString()!);

    private static (int Service, int Central) StartsOf(Ran ran)
    {
        var starts = ran.Json.GetProperty("starts");
        return (starts.GetProperty("service").GetInt32(), starts.GetProperty("central").GetInt32());
    }

    /// <summary>From the first entry to the last, by the wall clock and by the monotonic one.</summary>
    private static (TimeSpan Wall, TimeSpan Monotonic) ClocksOf(string journal)
    {
        using var connection = new SqliteConnection(
            $"Data Source=file:{journal}?immutable=1;Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(at) - min(at), max(mono) - min(mono) FROM entry";
        using var row = command.ExecuteReader();
        row.Read();
        return (TimeSpan.FromMilliseconds(row.GetInt64(0)), TimeSpan.FromMilliseconds(row.GetInt64(1) / 1e6));
    }
}
