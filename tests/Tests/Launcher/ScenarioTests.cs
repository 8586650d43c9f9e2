using KioskSuite.CentralSystem;
using KioskSuite.Dev.Demo;
using KioskSuite.Dev.Proofs;
using KioskSuite.KioskInABox.Hosting;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.CentralSystem;

namespace KioskSuite.Tests.Launcher;

/// <summary>The one table of faults and kill points names only what exists, and everything that exists.</summary>
public sealed class ScenarioTests
{
    [Fact]
    public void Every_person_and_every_fault_is_known_to_who_must_play_it()
    {
        var people = CentralBench.ReadSeed().People.Select(p => p.Id).ToHashSet();
        foreach (var scenario in Scenario.Faults)
        {
            people.ShouldContain(scenario.Person, scenario.Name);
            (scenario.Central.Length == 0 || CentralFault.Named(scenario.Central) is not null)
                .ShouldBeTrue(scenario.Name);
            FaultsOf(scenario).Count.ShouldBe(scenario.World.Count, scenario.Name);
        }
    }

    [Fact]
    public void Every_fault_that_can_be_scripted_has_its_scenario()
    {
        Scenario.Faults.SelectMany(FaultsOf).ToHashSet().ShouldBe(Enum.GetValues<Fault>(), ignoreOrder: true);
        Scenario.Faults.Where(s => s.Central.Length > 0).Select(s => s.Central).ToHashSet()
            .ShouldBe(CentralFault.All.Select(f => f.Name), ignoreOrder: true);
    }

    [Fact]
    public void Names_are_unique_and_central_holds_only_its_own_calls()
    {
        Scenario.Faults.Select(s => s.Name).ShouldBeUnique();
        var kills = Scenario.Kills("service");
        kills.Select(s => s.Name).ShouldBeUnique();
        kills.Where(s => s.Kill!.Holder == "central").ShouldAllBe(s => CallNames.MethodOf(s.Name) != null);
        kills.ShouldAllBe(s => s.Kill!.Holder == "box" || s.Kill!.Holder == "central");
    }

    [Theory]
    [InlineData("service", true, false)]
    [InlineData("central", false, true)]
    [InlineData("both", true, true)]
    public void A_victim_is_who_is_killed(string victim, bool service, bool central) =>
        Scenario.Kills(victim).ShouldAllBe(s => s.Kill!.Service == service && s.Kill!.Central == central);

    [Fact]
    public void One_seed_draws_one_sequence_of_kills_and_all_victims_come_up()
    {
        var (plan, again) = (new KillPlan(11), new KillPlan(11));
        var drawn = Enumerable.Range(0, 60).SelectMany(_ => plan.Next()).ToList();
        Enumerable.Range(0, 60).SelectMany(_ => again.Next()).ShouldBe(drawn);
        drawn.Select(m => m.Victims).ToHashSet().Count.ShouldBe(3);
        drawn.Count.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Who_went_without_a_card_comes_again_but_not_for_ever()
    {
        var turns = new Turns(["a", "b"]);
        var came = new List<string>();
        foreach (var outcome in (string[])["refused", "card-taken", "left", "left", "left", "card-taken"])
        {
            came.Add(turns.Next());
            turns.Went(outcome);
        }

        came.ShouldBe(["a", "a", "b", "b", "b", "a"]);
    }

    [Theory]
    [InlineData("""{"faults": [], "kills": [], "more": 1}""", "more")]
    [InlineData("""{"faults": []}""", "kills")]
    public void A_wrong_key_in_the_table_is_named(string json, string named)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, json);
        Should.Throw<LauncherException>(() => ScenarioFile.Read(path)).Message.ShouldContain(named);
        File.Delete(path);
    }

    private static IReadOnlySet<Fault> FaultsOf(Scenario scenario) => Arguments.Parse(
        ["--folder", "f", "--seed", "s", .. scenario.World.SelectMany(f => (string[])["--fault", f])]).Faults;
}
