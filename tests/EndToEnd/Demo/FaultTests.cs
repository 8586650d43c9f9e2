using KioskSuite.Dev.Demo;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>Each scripted fault and each kill, through real processes, ends in exactly its triple (N33, N41).</summary>
public sealed class FaultTests
{
    public static TheoryData<string> Faults => [.. Scenario.Faults.Select(f => f.Name)];

    public static TheoryData<string> Kills => [.. Scenario.Kills.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_ends_in_its_triple(string name)
    {
        var ran = await Launcher.RunAsync("demo", "--once", "--json", "--fault", name);

        ran.Code.ShouldBe(0, ran.Errors);
        Triple(ran).ShouldBe(Scenario.Faults.First(f => f.Name == name).Expected);
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task A_service_killed_with_the_card_inside_settles_after_its_restart(string point)
    {
        var ran = await Launcher.RunAsync("demo", "--once", "--json", "--kill", point);

        ran.Code.ShouldBe(0, ran.Errors);
        Triple(ran).ShouldBe(Scenario.Kills.First(k => k.Name == point).Expected);
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

    [Fact]
    public async Task The_list_of_faults_is_one_line_each_and_nothing_else()
    {
        var ran = await Launcher.RunAsync("demo", "--faults");

        ran.Output.ShouldBe(
            """
            jam-at-print needs-staff stopped void
            chip-mute card-retained stopped void
            wrong-blank card-retained stopped void
            not-taken card-retained stopped void
            central-away loss-recorded stopped none
            reader-garbage refused active none

            """);
    }

    private static Triple Triple(Ran ran) => new(
        ran.Json.GetProperty("outcome").GetString()!, ran.Json.GetProperty("oldCard")
            .GetString()!, ran.Json.GetProperty("newCard").GetString()!);
}
