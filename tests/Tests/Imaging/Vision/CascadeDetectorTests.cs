using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging.Vision;

public sealed class CascadeDetectorTests
{
    private static readonly Cascade s_cascade = CascadeReader.ReadFile(new ImagingOptions().Cascade)!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(640, 480, 1.6, 224, 122)]
    [InlineData(480, 360, 1.2, 250, 100)]
    [InlineData(480, 360, 2.9, 224, 122)]
    [InlineData(1280, 720, 2.5, 300, 150)]
    public async Task A_real_face_is_found_where_it_is_and_nothing_else(
        int width, int height, double zoom, double centreX, double centreY)
    {
        var photo = await RealPortrait.ReadAsync(Stop);
        var picture = Decode(RealPortrait.AsFrame(photo, width, height, zoom, centreX, centreY));
        var faces = Detect(picture, height / 5);
        faces.Length.ShouldBe(1);
        ((double)faces[0].Width).ShouldBe(RealPortrait.FaceWidth * zoom, RealPortrait.FaceWidth * zoom * 0.2);
        ((double)faces[0].CentreX).ShouldBe((width / 2.0) + ((RealPortrait.FaceX - centreX) * zoom), 8 * zoom);
        ((double)faces[0].CentreY).ShouldBe((height / 2.0) + ((RealPortrait.FaceY - centreY) * zoom), 8 * zoom);
    }

    [Fact]
    public void No_face_is_seen_in_a_pattern_in_noise_and_in_the_dark()
    {
        Detect(Wallpaper.Gray(640, 480), 96).ShouldBeEmpty();
        Detect(new GrayPicture(new byte[640 * 480], 640, 480), 96).ShouldBeEmpty();
        var noise = new byte[640 * 480];
        new Random(1).NextBytes(noise);
        Detect(new GrayPicture(noise, 640, 480), 96).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 300)]
    [InlineData(47, 1920)]
    public void A_picture_hardly_larger_than_the_window_is_scanned_inside_its_bounds(int width, int height) =>
        Should.NotThrow(() => Detect(Wallpaper.Gray(width, height), 1));

    [Fact]
    public unsafe void Sixteen_windows_together_say_what_each_says_alone()
    {
        var integral = new ScaledIntegral();
        var picture = Wallpaper.Gray(200, 160);
        integral.Reserve(picture, 150, 120);
        integral.Fill(picture, 4.0 / 3, 150, 120);
        var placed = new CascadeScan.Placed[s_cascade.Stumps.Length];
        CascadeScan.Place(s_cascade, integral.Stride, placed);
        var alive = 0;
        fixed (ushort* sums = integral.Sums)
        fixed (CascadeScan.Placed* stumps = placed)
        fixed (byte* subsets = s_cascade.Subsets)
        {
            for (var at = 0; at < 75 * integral.Stride; at += 7)
            {
                for (var stages = 1; stages <= s_cascade.Stages.Length; stages++)
                {
                    var asked = s_cascade.Stages.AsSpan(0, stages);
                    var together = CascadeScan.Ask(sums + at, ushort.MaxValue, asked, stumps, subsets);
                    together.ShouldBe(
                        CascadeScan.AskOneByOne(sums + at, ushort.MaxValue, asked, stumps, subsets), $"at {at}");
                    alive += stages > 2 ? System.Numerics.BitOperations.PopCount(together) : 0;
                }
            }
        }

        alive.ShouldBeGreaterThan(0, "no window came past the first stages, so little was compared");
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.37)]
    [InlineData(4.9)]
    public void Sums_of_a_smaller_picture_are_those_of_its_pixels(double scale)
    {
        var picture = Wallpaper.Gray(333, 222);
        var (width, height) = ((int)(333 / scale), (int)(222 / scale));
        var integral = new ScaledIntegral();
        integral.Reserve(picture, width, height);
        integral.Fill(picture, scale, width, height);
        var worst = 0.0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y * integral.Stride) + x;
                var pixel = (ushort)(integral.Sums[at + integral.Stride + 1] - integral.Sums[at + integral.Stride]
                    - integral.Sums[at + 1] + integral.Sums[at]);
                worst = Math.Max(worst, Math.Abs(pixel - Bilinear(picture, x, y, scale)));
            }
        }

        worst.ShouldBeLessThan(2.5);
    }

    [Fact]
    public void Windows_round_one_face_become_one_box_and_few_windows_none() =>
        Prop.ForAll(Gen.Choose(0, 40).ToArbitrary(), Gen.Choose(60, 120).ToArbitrary(), (place, size) =>
        {
            var groups = new FaceGroups();
            for (var i = 0; i < 5; i++) groups.Add(new FaceBox(place + (i % 3), place - (i % 2), size, size + (i % 2)));
            for (var i = 0; i < 3; i++) groups.Add(new FaceBox(place + 500, place, size, size));
            var faces = new FaceBox[4];
            return groups.Group(3, faces) == 1 && Math.Abs(faces[0].X - place - 1) <= 1 && faces[0].Width == size;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Faces_come_largest_first_and_never_more_than_there_is_room_for()
    {
        var groups = new FaceGroups();
        foreach (var size in new[] { 60, 140, 80, 100 })
        {
            for (var i = 0; i < 5; i++) groups.Add(new FaceBox(size * 10, 0, size, size));
        }

        var faces = new FaceBox[3];
        groups.Group(3, faces).ShouldBe(3);
        faces.Select(face => face.Width).ShouldBe([140, 100, 80]);
    }

    [Fact]
    public void Hits_without_end_are_not_kept()
    {
        var groups = new FaceGroups();
        for (var i = 0; i < FaceGroups.MostHits; i++) groups.Add(new FaceBox(i, i, 50, 50)).ShouldBeTrue();
        groups.Add(new FaceBox(1, 1, 50, 50)).ShouldBeFalse();
    }

    [Fact]
    public void A_second_look_allocates_nothing()
    {
        var detector = new CascadeDetector(s_cascade);
        var (picture, faces) = (Wallpaper.Gray(320, 240), new FaceBox[8]);
        detector.Detect(picture, 48, faces);
        var before = GC.GetAllocatedBytesForCurrentThread();
        detector.Detect(picture, 48, faces);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static GrayPicture Decode(byte[] jpeg)
    {
        using var decoder = new JpegDecoder();
        var picture = new Picture();
        decoder.TryDecode(jpeg, JpegDecoder.LeastSide, picture).ShouldBeTrue();
        return picture.Gray;
    }

    private static FaceBox[] Detect(GrayPicture picture, int smallest)
    {
        var faces = new FaceBox[8];
        return faces[..new CascadeDetector(s_cascade).Detect(picture, smallest, faces)];
    }

    private static double Bilinear(GrayPicture picture, int x, int y, double scale)
    {
        var fromX = Math.Clamp(((x + 0.5) * scale) - 0.5, 0, picture.Width - 1.001);
        var fromY = Math.Clamp(((y + 0.5) * scale) - 0.5, 0, picture.Height - 1.001);
        var at = ((int)fromY * picture.Width) + (int)fromX;
        var (right, down) = (fromX - (int)fromX, fromY - (int)fromY);
        var pixels = picture.Pixels.Span;
        var upper = (pixels[at] * (1 - right)) + (pixels[at + 1] * right);
        var lower = (pixels[at + picture.Width] * (1 - right)) + (pixels[at + picture.Width + 1] * right);
        return (upper * (1 - down)) + (lower * down);
    }
}
