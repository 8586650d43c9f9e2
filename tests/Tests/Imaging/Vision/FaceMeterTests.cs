using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging.Vision;

public sealed class FaceMeterTests : IDisposable
{
    private static readonly FaceBox s_face = new(100, 60, 120, 120);
    private readonly ManagedVision _vision = new(CascadeReader.ReadFile(new ImagingOptions().Cascade)!);
    private readonly FaceMeter _meter;

    public FaceMeterTests() => _meter = new FaceMeter(_vision);

    public void Dispose()
    {
        _meter.Dispose();
        _vision.Dispose();
    }

    [Fact]
    public void Points_are_chosen_in_all_parts_of_the_face_and_follow_it()
    {
        var chosen = Measure(0, 0, new FaceTask(1, Detect: false, s_face));
        chosen.Points.Count.ShouldBeInRange(30, FaceMeasures.MostPoints);
        foreach (var group in Enum.GetValues<PointGroup>())
            chosen.Points.Count(p => p.Group == group).ShouldBeGreaterThan(4);
        chosen.Points.ShouldAllBe(p => p.Found && p.X == p.StartX && p.Y == p.StartY);
        chosen.Face.ShouldBe(s_face);
        var moved = Measure(6, -4, new FaceTask(1, Detect: false));
        moved.Points.Count.ShouldBe(chosen.Points.Count);
        moved.Points.Count(p => p.Found).ShouldBeGreaterThan(moved.Points.Count * 9 / 10);
        moved.Points.Where(p => p.Found).ShouldAllBe(
            p => Math.Abs(p.X - p.StartX - 6) < 0.3 && Math.Abs(p.Y - p.StartY + 4) < 0.3);
        moved.Face!.Value.X.ShouldBeInRange(105, 107);
        moved.Face!.Value.Y.ShouldBeInRange(55, 57);
    }

    [Fact]
    public void Another_session_and_another_size_know_no_points()
    {
        Measure(0, 0, new FaceTask(1, Detect: false, s_face)).Points.ShouldNotBeEmpty();
        Measure(1, 0, new FaceTask(2, Detect: false)).Points.ShouldBeEmpty();
        Measure(0, 0, new FaceTask(2, Detect: false, s_face)).Points.ShouldNotBeEmpty();
        var larger = _meter.Measure(Wallpaper.Jpeg(328, 240), new FaceTask(2, Detect: false));
        larger.Value.Points.ShouldBeEmpty();
    }

    [Fact]
    public void A_picture_that_cannot_be_read_costs_that_picture_only()
    {
        Measure(0, 0, new FaceTask(1, Detect: false, s_face));
        _meter.Measure([1, 2, 3], new FaceTask(1, Detect: true)).Failure!.Fault.ShouldBe(DeviceFault.PictureUnreadable);
        Measure(3, 3, new FaceTask(1, Detect: false)).Points.Count(p => p.Found).ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData(-500, -500, 100, 100)]
    [InlineData(300, 200, 32767, 32767)]
    [InlineData(-32768, -32768, 32767, 32767)]
    [InlineData(10, 10, -5, -5)]
    [InlineData(10, 10, 3, 3)]
    public void An_anchor_outside_the_picture_or_without_size_gives_at_most_what_is_inside(int x, int y, int w, int h)
    {
        var measures = Measure(0, 0, new FaceTask(1, Detect: true, new FaceBox(x, y, w, h)));
        measures.Points.ShouldAllBe(p => p.X >= 0 && p.X < 320 && p.Y >= 0 && p.Y < 240);
        float.IsFinite(measures.Sharpness).ShouldBeTrue();
    }

    [Fact]
    public void Light_glare_and_colours_are_those_of_the_picture()
    {
        var jpeg = Wallpaper.ColourJpeg(320, 240, 200, 120, 60);
        var measures = _meter.Measure(jpeg, new FaceTask(1, Detect: true)).Value;
        measures.Face.ShouldBeNull();
        measures.Brightness.ShouldBe(137, 2);
        measures.Glare.ShouldBe(0);
        measures.Sharpness.ShouldBeLessThan(1);
        measures.Skin.Red.ShouldBe(200, 3);
        measures.Surround.Blue.ShouldBe(60, 3);
        var white = _meter.Measure(Wallpaper.ColourJpeg(320, 240, 255, 255, 255), new FaceTask(1, Detect: false)).Value;
        white.Glare.ShouldBe(1);
    }

    [Fact]
    public async Task A_blurred_face_is_less_sharp_and_skin_is_redder_than_what_surrounds_it()
    {
        var photo = await RealPortrait.ReadAsync(TestContext.Current.CancellationToken);
        var frame = RealPortrait.AsFrame(photo, 480, 360, 1.6, 260, 140);
        var sharp = _meter.Measure(frame, new FaceTask(1, Detect: true)).Value;
        sharp.Faces.Count.ShouldBe(1);
        sharp.Face.ShouldBe(sharp.Faces[0]);
        (sharp.Skin.Red - sharp.Skin.Blue).ShouldBeGreaterThan(40);
        var blurred = _meter.Measure(Blur(photo), new FaceTask(2, Detect: false, sharp.Face)).Value;
        blurred.Sharpness.ShouldBeLessThan(sharp.Sharpness / 3);
    }

    /// <summary>The same frame from a photograph whose pixels are means of 5 × 5.</summary>
    private static byte[] Blur(PngImage photo)
    {
        var rgb = new byte[photo.Rgb.Length];
        for (var i = 0; i < rgb.Length; i++)
        {
            var sum = 0;
            for (var dy = -2; dy <= 2; dy++)
            {
                for (var dx = -2; dx <= 2; dx++)
                {
                    var at = i + (dy * photo.Width * 3) + (dx * 3);
                    sum += photo.Rgb[at < 0 || at >= rgb.Length ? i : at];
                }
            }

            rgb[i] = (byte)(sum / 25);
        }

        return RealPortrait.AsFrame(photo with { Rgb = rgb }, 480, 360, 1.6, 260, 140);
    }

    private FaceMeasures Measure(double x, double y, FaceTask task) =>
        _meter.Measure(Wallpaper.Jpeg(320, 240, x, y), task).Value;
}
