using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.Tests.CameraSimulation;

/// <summary>People before the camera do what they are asked, after a human's time.</summary>
public sealed class SubjectTests
{
    [Theory]
    [InlineData("turn-left", 1)]
    [InlineData("turn-right", -1)]
    public void A_person_turns_to_the_side_asked_for_after_a_reaction_and_comes_back(string prompt, int side)
    {
        var subject = new Subject(Someone.Live(1), 3);
        subject.Show(prompt, At(1));

        (Yaw(subject, 1.2) * side).ShouldBeLessThan(4);
        (Yaw(subject, 2.5) * side).ShouldBeInRange(20, 32);
        (Yaw(subject, 4) * side).ShouldBeInRange(20, 32);
        subject.Show("look-straight", At(4));
        Math.Abs(Yaw(subject, 5.5)).ShouldBeLessThan(5);
    }

    [Fact]
    public void The_same_words_at_the_same_times_give_the_same_scenes()
    {
        HeadScene Seen(uint seed)
        {
            var subject = new Subject(Someone.With(Species.Video, 2, 5, turnsMatch: true), seed);
            subject.Show("turn-right", At(1));
            subject.Light("cyan", At(2));
            return subject.SceneAt(At(2.4));
        }

        Seen(9).ShouldBe(Seen(9));
        Seen(9).ShouldNotBe(Seen(10));
    }

    [Fact]
    public void A_print_turns_as_a_plane_while_the_face_on_it_stays_as_it_was()
    {
        var subject = new Subject(Someone.With(Species.WholePhoto, 1, 4), 3);
        subject.Show("turn-left", At(1));
        var sheet = subject.SceneAt(At(3)).Sheet!;

        sheet.Pose.Yaw.ShouldBeInRange(18, 34);
        sheet.Shown.Pose.Yaw.ShouldBe(0);
    }

    [Fact]
    public void A_replayed_face_turns_when_asked_only_where_the_attacker_has_the_turns()
    {
        foreach (var matching in (bool[])[true, false])
        {
            var subject = new Subject(Someone.With(Species.Video, 1, 4, matching), 3);
            var held = Enumerable.Range(10, 60).Select(t => Shown(subject, t / 10.0)).ToList();
            subject.Show("turn-left", At(7));
            var asked = Enumerable.Range(85, 60).Select(t => Shown(subject, t / 10.0)).ToList();

            (held.Max() < 6).ShouldBe(matching);
            (asked.Min() > 18).ShouldBe(matching);
        }
    }

    [Fact]
    public void The_second_person_leaves_some_time_after_being_told_that_one_is_enough()
    {
        var subject = new Subject(Someone.TwoPeople(1, 4), 3);
        subject.Show("one-person-only", At(5));

        subject.SceneAt(At(6)).Second!.Pose.X.ShouldBeLessThan(230);
        subject.SceneAt(At(8)).Second!.Pose.X.ShouldBeGreaterThan(600);
    }

    [Fact]
    public void People_blink_and_sway_and_photos_do_not_blink()
    {
        var live = new Subject(Someone.Live(1), 3);
        var print = new Subject(Someone.With(Species.WholePhoto, 1, 4), 3);
        var times = Enumerable.Range(0, 200).Select(t => At(t / 20.0)).ToList();

        times.Max(t => live.SceneAt(t).First!.Blink).ShouldBeGreaterThan(0.8f);
        times.Select(t => live.SceneAt(t).First!.Pose).Distinct().Count().ShouldBe(times.Count);
        times.Max(t => print.SceneAt(t).Sheet!.Shown.Blink).ShouldBe(0);
    }

    [Fact]
    public void Nobody_is_nobody()
    {
        var scene = new Subject(Someone.Nobody, 3).SceneAt(At(1));

        (scene.First, scene.Second, scene.Sheet).ShouldBe((null, null, null));
    }

    private static float Yaw(Subject subject, double at) => subject.SceneAt(At(at)).First!.Pose.Yaw;

    private static float Shown(Subject subject, double at) => subject.SceneAt(At(at)).Sheet!.Shown.Pose.Yaw;

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
