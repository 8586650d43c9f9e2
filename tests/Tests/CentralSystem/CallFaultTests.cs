using KioskSuite.CentralSystem;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>What a script makes of each call, without any line.</summary>
public sealed class CallFaultTests
{
    [Fact]
    public void There_are_four_faults_of_each_call_and_three_of_all_of_them() =>
        CentralFault.All.Select(f => f.Name).ToHashSet().Count.ShouldBe((4 * CallNames.All.Count) + 3);

    [Theory]
    [InlineData("away-before-prove", "Prove", "Before Away Away")]
    [InlineData("away-during-prove", "Prove", "During Away Away")]
    [InlineData("away-after-prove", "Prove", "After Away Away")]
    [InlineData("reply-lost-prove", "Prove", "Lost Pass Pass")]
    [InlineData("duplicate-reply", "Prove", "Twice Pass Pass")]
    [InlineData("central-slow", "Prove", "Slow Slow Slow")]
    [InlineData("central-away", "LookUp", "After Away Away")]
    [InlineData("away-before-prove", "StopCard", "Pass Pass Pass")]
    [InlineData("central-slow", "Sync", "Pass Pass Pass")]
    public void A_fault_strikes_its_call_once_and_an_absence_lasts(string fault, string method, string fates)
    {
        var faults = new CallFaults(CentralFault.Named(fault)!);
        var met = Enumerable.Range(0, 3).Select(_ => faults.Arrive(method)).ToList();
        string.Join(' ', met).ShouldBe(fates);
        faults.Away.ShouldBe(fates.EndsWith("Away", StringComparison.Ordinal));
    }

    [Fact]
    public void An_absence_is_met_by_every_method_and_does_not_come_back()
    {
        var faults = new CallFaults(CentralFault.Named("away-before-stop-card")!);
        faults.Arrive("StopCard").ShouldBe(Fate.Before);
        faults.Arrive("Sync").ShouldBe(Fate.Away);
        faults.Return();
        faults.Arrive("StopCard").ShouldBe(Fate.Pass);
        faults.Away.ShouldBeFalse();
    }

    [Fact]
    public void A_duplicate_strikes_each_call_of_its_own()
    {
        var faults = new CallFaults(CentralFault.Named("duplicate-reply")!);
        faults.Arrive("LookUp").ShouldBe(Fate.Twice);
        faults.Arrive("StopCard").ShouldBe(Fate.Twice);
        faults.Arrive("LookUp").ShouldBe(Fate.Pass);
    }

    [Fact]
    public void Only_the_first_answer_is_held()
    {
        var faults = new CallFaults(CentralFault.None, "activate");
        faults.Arrive("Prove").ShouldBe(Fate.Pass);
        faults.Arrive("Activate").ShouldBe(Fate.Hold);
        faults.Arrive("Activate").ShouldBe(Fate.Pass);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("away-before-lunch")]
    [InlineData("")]
    public void A_name_that_is_no_fault_is_none(string name) => CentralFault.Named(name).ShouldBeNull();
}
