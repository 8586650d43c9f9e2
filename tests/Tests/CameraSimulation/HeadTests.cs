using System.Numerics;
using KioskSuite.KioskInABox.Camera;
using KioskSuite.KioskInABox.Camera.Rendering;

namespace KioskSuite.Tests.CameraSimulation;

/// <summary>The rendered head is solid, seeded, and lit by the screen; what is held before it is flat.</summary>
public sealed class HeadTests
{
    private static readonly Vector2[] Eyes = [new(-31, 4), new(31, 4), new(-45, 18), new(45, 18), new(0, 20)];
    private static readonly Vector2[] Nose = [new(0, -42), new(-9, -44), new(9, -44)];
    private readonly Renderer _renderer = new();

    [Fact]
    public void The_same_scene_and_seed_give_the_same_bytes_and_another_seed_other_noise()
    {
        var scene = Alive(3);

        Picture(scene, 7).ShouldBe(Picture(scene, 7));
        Picture(scene, 7).ShouldNotBe(Picture(scene, 8));
        new Renderer().Width.ShouldBe(480);
        Fresh(scene, 7).ShouldBe(Picture(scene, 7));
    }

    [Fact]
    public void Neighbouring_numbers_are_not_the_same_person()
    {
        var people = Enumerable.Range(0, 24).Select(Traits.Of).ToList();

        people.Select(p => (p.Skin, p.Style, p.NoseTip, p.BrowThickness, p.EyeSpacing)).Distinct().Count().ShouldBe(24);
        Difference(Picture(Alive(4), 1), Picture(Alive(5), 1)).ShouldBeGreaterThan(
            2 * Difference(Picture(Alive(4), 1), Picture(Alive(4), 2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(11)]
    public void The_nose_of_a_living_head_moves_against_its_eyes(int identity) =>
        Parallax(identity, turn: 24).ShouldBeGreaterThan(0.06);

    [Fact]
    public void The_nose_tip_stands_as_far_before_the_eyes_as_a_nose_does()
    {
        foreach (var person in Enumerable.Range(0, 24).Select(n => new Person(n)))
        {
            var tip = person.On(0, person.Traits.NoseTip).Z;
            var eye = person.On(person.Traits.EyeSpacing, 0).Z;
            ((tip - eye) / (150 * person.Traits.FaceWidth)).ShouldBeInRange(0.2f, 0.34f);
        }
    }

    [Theory]
    [InlineData("red", 0, 2)]
    [InlineData("green", 1, 0)]
    [InlineData("blue", 2, 1)]
    public void The_flash_colours_skin_and_paper_and_hardly_a_screen(string colour, int more, int less)
    {
        var live = Shift(Someone.Live(2), colour, more, less);
        var paper = Shift(Someone.With(Species.WholePhoto, 2, 6), colour, more, less);
        var screen = Shift(Someone.With(Species.ElectronicPhoto, 2, 6), colour, more, less);

        live.ShouldBeGreaterThan(8);
        paper.ShouldBeGreaterThan(8);
        Math.Abs(screen).ShouldBeLessThan(live / 2.5);
    }

    // How far the nose leaves the place that the affine motion of the eyes gives it, in widths of the face.
    private double Parallax(int identity, float turn)
    {
        var person = _renderer.PersonOf(identity);
        Vector2[] Seen(Vector2[] points, float yaw) =>
            [.. points.Select(p => _renderer.Where(new Pose(yaw), person.On(p.X, p.Y)))];
        var (before, after) = (Seen(Eyes, 0), Seen(Eyes, turn));
        var moved = AffineFit.Of(before, after);
        var width = Vector2.Distance(before[0], before[1]) * 2.3f;
        return Seen(Nose, 0).Zip(Seen(Nose, turn), (n, m) => Vector2.Distance(moved.Apply(n), m)).Average() / width;
    }

    private double Shift(Someone someone, string colour, int more, int less)
    {
        var subject = new Subject(someone, 5);
        subject.Light(colour, TimeSpan.FromSeconds(2));
        var plain = Cheeks(subject.SceneAt(TimeSpan.FromSeconds(1.9)));
        var lit = Cheeks(subject.SceneAt(TimeSpan.FromSeconds(2)));
        return lit[more] - plain[more] - (lit[less] - plain[less]);
    }

    // Mean colour of the middle of the face.
    private double[] Cheeks(HeadScene scene)
    {
        var rgb = Picture(scene, 1);
        var sums = new double[3];
        for (var dot = 0; dot < 60 * 40; dot++)
        {
            var at = (((dot / 60) + 180) * 480) + (dot % 60) + 210;
            for (var channel = 0; channel < 3; channel++)
            {
                sums[channel] += rgb[(at * 3) + channel] / (60.0 * 40);
            }
        }

        return sums;
    }

    private static HeadScene Alive(int identity) => new(new LiveFace(identity, new Pose(0)), Lighting.Day, Backdrop: 1);

    private static double Difference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private static byte[] Fresh(HeadScene scene, uint seed)
    {
        var rgb = new byte[480 * 360 * 3];
        new Renderer().Render(scene, seed, rgb);
        return rgb;
    }

    private byte[] Picture(HeadScene scene, uint seed)
    {
        var rgb = new byte[480 * 360 * 3];
        _renderer.Render(scene, seed, rgb);
        return rgb;
    }
}
