using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.Tests.CameraSimulation;

public sealed class SimulatedCameraTests
{
    [Fact]
    public void No_two_frames_of_a_working_camera_are_the_same_even_of_an_empty_hall()
    {
        var frames = Frames(Someone.Nobody, StreamFault.None, 30);

        frames.Distinct(StringComparer.Ordinal).Count().ShouldBe(30);
    }

    [Fact]
    public void A_frozen_camera_lives_for_a_second_and_then_repeats_one_picture()
    {
        var frames = Frames(Someone.Live(1), StreamFault.Frozen, 30);

        frames.Take(11).Distinct(StringComparer.Ordinal).Count().ShouldBe(11);
        frames.Skip(11).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldBe(frames[10]);
    }

    [Fact]
    public void An_injected_loop_repeats_a_session_picture_by_picture()
    {
        var frames = Frames(Someone.Live(1), StreamFault.InjectedLoop, 70);

        frames.Take(60).Distinct(StringComparer.Ordinal).Count().ShouldBe(60);
        frames.Skip(60).ShouldBe(frames.Take(10));
    }

    [Fact]
    public void The_truth_of_a_frame_names_what_was_shown_and_the_colour_of_its_moment()
    {
        using var studio = new Studio();
        var subject = new Subject(Someone.With(Species.CutPhoto, 3, 7), 1);
        var camera = new SimulatedCamera(subject, studio, 1);
        subject.Light("green", TimeSpan.FromSeconds(1));
        camera.NextFrame(TimeSpan.FromSeconds(1));
        camera.Truth!.Colour.ShouldBeNull();
        camera.NextFrame(TimeSpan.FromSeconds(1.1));

        (camera.Truth.Sequence, camera.Truth.Shown, camera.Truth.Identity, camera.Truth.Colour)
            .ShouldBe((2, "cut-photo", 3, "green"));
    }

    private static List<string> Frames(Someone someone, StreamFault fault, int count)
    {
        using var studio = new Studio();
        var camera = new SimulatedCamera(new Subject(someone, 1), studio, 1, fault);
        return [.. Enumerable.Range(0, count).Select(n => Hash(camera.NextFrame(TimeSpan.FromMilliseconds(n * 100))))];
    }

    private static string Hash(byte[] jpeg) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(jpeg));
}
