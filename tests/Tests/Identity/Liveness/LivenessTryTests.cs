using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

public sealed class LivenessTryTests
{
    private static readonly FlashColour[] s_colours =
    [
        FlashColour.Green, FlashColour.Red, FlashColour.Blue, FlashColour.Cyan, FlashColour.Magenta, FlashColour.Yellow,
    ];

    private static readonly LivenessPlan s_plan =
        new([LivenessStep.TurnLeft, LivenessStep.Flash, LivenessStep.TurnRight], s_colours);

    [Fact]
    public void A_willing_person_passes_in_time_whatever_the_order_at_10_and_at_30_pictures_a_second()
    {
        for (byte i = 0; i < 24; i++)
        {
            var rehearsal = new Rehearsal(new(), LivenessPlan.Of([i, .. new byte[15]]), i % 2 == 0 ? 10 : 30);
            var verdict = rehearsal.Play();
            verdict.Outcome.ShouldBe(LivenessOutcome.Live);
            verdict.BestFace.ShouldNotBeNull();
            verdict.Steps.Select(step => step.Step)
                .ShouldBe([LivenessStep.Centre, .. LivenessPlan.Of([i, .. new byte[15]]).Steps]);
            verdict.Steps.ShouldAllBe(step => step.Done && step.Ended >= step.Began);
            verdict.Cues.ShouldAllBe(cue => cue.Passed);
            (rehearsal.Ended < TimeSpan.FromSeconds(9)).ShouldBeTrue($"{rehearsal.Ended}");
        }
    }

    [Fact]
    public void The_colours_change_less_than_three_times_a_second_at_any_rate_of_pictures()
    {
        foreach (var rate in (int[])[10, 30, 60])
        {
            var rehearsal = new Rehearsal(new(), s_plan, rate);
            rehearsal.Play().Outcome.ShouldBe(LivenessOutcome.Live);
            var changes = rehearsal.Changes.ToList();
            changes.Count.ShouldBe(7);
            changes.Zip(changes.Skip(1), (a, b) => b - a)
                .ShouldAllBe(shown => shown >= TimeSpan.FromMilliseconds(400));
        }
    }

    [Fact]
    public void A_sheet_that_is_turned_when_asked_is_an_attack() =>
        Verdict(new Actor { Depth = 0 }).ShouldBe(LivenessOutcome.AttackSuspected);

    [Fact]
    public void A_face_that_never_turns_is_not_an_attack_but_passes_not() =>
        Verdict(new Actor { Turns = _ => 0 }).ShouldBe(LivenessOutcome.TimedOut);

    [Fact]
    public void A_turn_the_wrong_way_is_not_what_was_asked()
    {
        var actor = new Actor { Turns = prompt => prompt == FacePrompt.TurnLeft ? -0.42 : 0 };
        var verdict = new Rehearsal(actor, s_plan).Play();
        verdict.Outcome.ShouldBe(LivenessOutcome.TimedOut);
        verdict.Cues.Single(cue => cue.Name == "parallax-left").Score.ShouldBeLessThan(0);
    }

    [Fact]
    public void A_turn_that_began_before_it_was_asked_for_does_not_count() =>
        Verdict(new Actor { Turns = prompt => prompt == FacePrompt.None ? 0 : 0.42, Reaction = TimeSpan.Zero }, 30)
            .ShouldBe(LivenessOutcome.TimedOut);

    [Fact]
    public void A_video_that_turns_as_asked_but_does_not_take_on_the_colours_is_an_attack() =>
        Verdict(new Actor { Reflects = 0 }).ShouldBe(LivenessOutcome.AttackSuspected);

    [Fact]
    public void A_screen_that_does_not_say_what_it_shows_makes_nobody_an_attacker()
    {
        var rehearsal = new Rehearsal(new(), s_plan) { ScreenAnswers = false };
        rehearsal.Play().Outcome.ShouldBe(LivenessOutcome.TimedOut);
        rehearsal.Prompts.ShouldContain(FacePrompt.WatchTheColours);
    }

    [Fact]
    public void A_loop_of_pictures_is_an_attack() => Verdict(new Actor
    {
        Hash = (_, number) => Actor.Named(number % 20),
    }).ShouldBe(LivenessOutcome.AttackSuspected);

    [Fact]
    public void A_picture_that_stands_still_is_an_attack_and_one_sent_twice_is_not()
    {
        Verdict(new Actor { Hash = (_, _) => new byte[32] }).ShouldBe(LivenessOutcome.AttackSuspected);
        Verdict(new Actor { Hash = (_, number) => Actor.Named(number / 2) }, 30)
            .ShouldBe(LivenessOutcome.Live);
    }

    [Fact]
    public void Another_face_in_another_place_at_once_ends_the_try()
    {
        static FaceMeasures Spoils(TimeSpan at, FaceMeasures measures) => at < TimeSpan.FromSeconds(1.5)
            ? measures
            : measures with { Face = measures.Face!.Value with { X = 20 } };
        Verdict(new Actor { Spoils = Spoils }).ShouldBe(LivenessOutcome.Lost);
    }

    [Fact]
    public void A_second_person_who_stays_ends_the_try_and_one_in_the_queue_does_not()
    {
        static FaceMeasures Beside(TimeSpan at, FaceMeasures measures, int width) =>
            at < TimeSpan.FromSeconds(1.5) || measures.Faces.Count == 0
                ? measures
                : measures with { Faces = [.. measures.Faces, new(10, 100, width, width)] };
        Verdict(new Actor { Spoils = (at, measures) => Beside(at, measures, 120) }).ShouldBe(LivenessOutcome.Lost);
        Verdict(new Actor { Spoils = (at, measures) => Beside(at, measures, 50) }).ShouldBe(LivenessOutcome.Live);
    }

    [Fact]
    public void A_face_out_of_sight_for_a_moment_goes_on_one_gone_for_longer_starts_again_once()
    {
        static Func<TimeSpan, FaceMeasures, FaceMeasures> Gone(double from, double to) => (at, measures) =>
            at.TotalSeconds >= from && at.TotalSeconds < to
                ? measures with { Face = null, Faces = [], Points = [] }
                : measures;
        Verdict(new Actor { Spoils = Gone(1.2, 1.5) }).ShouldBe(LivenessOutcome.Live);
        var again = new Rehearsal(new Actor { Spoils = Gone(1.2, 2.2) }, s_plan).Play();
        again.Outcome.ShouldBe(LivenessOutcome.Live);
        again.Steps.Count(step => step.Step == LivenessStep.Centre).ShouldBe(2);
        var twice = new Actor { Spoils = (at, measures) => Gone(4, 5)(at, Gone(1.2, 2.2)(at, measures)) };
        Verdict(twice).ShouldBe(LivenessOutcome.Lost);
    }

    [Fact]
    public void Without_a_picture_the_try_ends_all_the_same()
    {
        var liveness = new LivenessTry(s_plan, new());
        liveness.Elapse(TimeSpan.FromSeconds(14.9));
        liveness.Verdict.ShouldBeNull();
        liveness.Elapse(TimeSpan.FromSeconds(15));
        liveness.Verdict!.Outcome.ShouldBe(LivenessOutcome.TimedOut);
        liveness.Prompt.ShouldBe(FacePrompt.None);
    }

    private static LivenessOutcome Verdict(Actor actor, int rate = 10) =>
        new Rehearsal(actor, s_plan, rate).Play().Outcome;
}
