using KioskSuite.Jobs.Board;
using KioskSuite.Service.Screen;

namespace KioskSuite.Tests.Service;

/// <summary>What the last page says of the old card, and what the progress list makes of the steps.</summary>
public sealed class EndingsTests
{
    [Theory]
    [InlineData(1, false, false, "621700*********2555", "stopped")]
    [InlineData(1, true, true, "621700*********2555", "stopped")]
    [InlineData(0, true, true, "621700*********2555", "pending")]
    [InlineData(0, true, false, "", "pending")]
    [InlineData(0, false, true, "621700*********2555", "refused")]
    [InlineData(0, false, false, "621700*********2555", "untouched")]
    [InlineData(0, false, false, "", "none")]
    public void The_old_card_is_called_stopped_only_with_a_time_of_effect(
        long stoppedAt, bool unsettled, bool pending, string card, string expected)
    {
        var view = new JourneyView { StoppedAt = stoppedAt, Unsettled = unsettled, StopPending = pending };
        Endings.OldCardOf(view with { LostCard = card }).ShouldBe(expected);
    }

    [Theory]
    [InlineData("card-taken", false, 1, "card-taken", "good")]
    [InlineData("card-taken", true, 1, "card-activating", "plain")]
    [InlineData("loss-recorded", true, 0, "loss-pending", "alert")]
    [InlineData("loss-recorded", false, 1, "loss-recorded", "plain")]
    [InlineData("needs-staff", false, 1, "needs-staff", "alert")]
    [InlineData("refused", false, 0, "refused", "alert")]
    public void An_ending_that_waits_for_central_promises_less(
        string outcome, bool unsettled, long stoppedAt, string word, string tone)
    {
        var view = new JourneyView { Outcome = outcome, Unsettled = unsettled, StoppedAt = stoppedAt };
        Endings.WordOf(view).ShouldBe(word);
        Endings.ToneOf(view).ShouldBe(tone);
    }

    [Fact]
    public void A_line_is_done_when_all_its_steps_are()
    {
        var phases = Progress.Of([Step("read-document"), Step("look-up"), Step("stop-card"), Step("measure-name")]);
        phases.Select(p => p.State).Take(4).ShouldBe(["done", "done", "running", "waiting"]);
        phases.Count.ShouldBe(10);
        Progress.Current(phases).ShouldBe(3);
    }

    [Fact]
    public void A_card_without_a_stripe_has_no_line_for_one()
    {
        string[] done = ["read-document", "stop-card", "order-card", "feed-blank", "write-chip", "leave-station"];
        var before = Progress.Of([.. done.Select(name => Step(name))]);
        before.Select(p => p.Name).ShouldContain("stripe");
        var phases = Progress.Of([.. done.Select(name => Step(name)), Step("print-face", "running")]);
        phases.Select(p => p.Name).ShouldNotContain("stripe");
        Progress.Current(phases).ShouldBe(7);
    }

    [Fact]
    public void While_the_card_is_taken_back_no_later_line_is_promised()
    {
        var phases = Progress.Of(
            [Step("feed-blank"), Step("open-chip", "failed"), Step("void-card"), Step("retain-card", "running")]);
        phases.Select(p => (p.Name, p.State)).ShouldBe([("blank", "failed"), (Progress.Recover, "running")]);
    }

    [Fact]
    public void With_another_card_the_list_starts_over_where_that_card_does()
    {
        StepView[] steps =
        [
            Step("read-document"), Step("look-up"), Step("stop-card"), Step("measure-name"), Step("order-card"),
            Step("feed-blank"), Step("open-chip", "failed"), Step("void-card"), Step("retain-card"),
            Step("order-card"), Step("feed-blank", "running"),
        ];
        var phases = Progress.Of(steps);
        phases.Select(p => p.State).Take(5).ShouldBe(["done", "done", "done", "running", "waiting"]);
        phases.Count.ShouldBe(10);
        Progress.IsAnotherCard(steps).ShouldBeTrue();
        Progress.IsAnotherCard(steps[..9]).ShouldBeFalse();
        Progress.Of(steps[..9])[^1].Name.ShouldBe(Progress.Recover);
    }

    private static StepView Step(string name, string state = "done") => new(name, "", "", 0, state);
}
