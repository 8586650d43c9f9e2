using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging.Vision;

/// <summary>Files from a camera or a chip are whatever somebody wanted them to be.</summary>
public sealed class JpegDecoderTests : IDisposable
{
    private readonly JpegDecoder _decoder = new();
    private readonly Picture _picture = new();

    public void Dispose() => _decoder.Dispose();

    [Theory]
    [InlineData(64, 64)]
    [InlineData(101, 67)]
    [InlineData(640, 480)]
    [InlineData(1920, 1080)]
    public void A_colour_comes_back_as_it_was_written(int width, int height)
    {
        var jpeg = Wallpaper.ColourJpeg(width, height, 200, 120, 60);
        _decoder.TryDecode(jpeg, JpegDecoder.LeastSide, _picture).ShouldBeTrue();
        (_picture.Width, _picture.Height).ShouldBe((width, height));
        var sum = default(ColourSum);
        _picture.Add(new FaceBox(3, 5, width - 8, height - 10), ref sum);
        var mean = sum.Mean();
        mean.Red.ShouldBe(200, 3);
        mean.Green.ShouldBe(120, 3);
        mean.Blue.ShouldBe(60, 3);
    }

    [Theory]
    [InlineData(75, 60)]
    [InlineData(101, 67)]
    [InlineData(480, 360)]
    public void Brightness_comes_back_pixel_by_pixel_without_the_decoders_padding(int width, int height)
    {
        var gray = Wallpaper.Gray(width, height);
        _decoder.TryDecode(Wallpaper.Jpeg(width, height), 32, _picture).ShouldBeTrue();
        var worst = 0;
        for (var i = 0; i < _picture.Luma.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(_picture.Luma[i] - gray.Pixels.Span[i]));
        }

        worst.ShouldBeLessThan(12);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_and_leaves_no_picture()
    {
        var jpeg = Wallpaper.ColourJpeg(320, 240, 90, 160, 200);
        var gray = Wallpaper.Jpeg(320, 240);
        foreach (var file in new[] { jpeg, gray })
        {
            for (var length = 0; length < file.Length; length += 97) Refuses(file.AsSpan(0, length));
            Refuses(file.AsSpan(0, file.Length - 1));
            Refuses(file.AsSpan(0, file.Length - 2));
        }

        _decoder.TryDecode(jpeg, JpegDecoder.LeastSide, _picture).ShouldBeTrue();
    }

    [Theory]
    [InlineData(65535, 65535)]
    [InlineData(65535, 64)]
    [InlineData(64, 65535)]
    [InlineData(1921, 64)]
    [InlineData(1920, 1920)]
    [InlineData(0, 240)]
    [InlineData(320, 0)]
    [InlineData(63, 240)]
    public void A_header_that_announces_a_size_out_of_bounds_is_refused(int width, int height) =>
        Refuses(WithFrame(Wallpaper.Jpeg(320, 240), 8, width, height));

    [Theory]
    [InlineData(640, 480)]
    [InlineData(320, 241)]
    [InlineData(328, 240)]
    public void A_header_that_announces_more_than_there_is_is_refused(int width, int height) =>
        Refuses(WithFrame(Wallpaper.Jpeg(320, 240), 8, width, height));

    [Theory]
    [InlineData("C1")]
    [InlineData("C2")]
    [InlineData("C3")]
    [InlineData("C5")]
    [InlineData("C9")]
    [InlineData("CA")]
    [InlineData("CF")]
    public void Another_kind_of_JPEG_than_baseline_is_refused(string marker)
    {
        var jpeg = Wallpaper.Jpeg(320, 240);
        jpeg[FrameAt(jpeg) + 1] = Convert.FromHexString(marker)[0];
        Refuses(jpeg);
    }

    [Fact]
    public void Twelve_bits_four_components_and_odd_sampling_are_refused()
    {
        Refuses(WithFrame(Wallpaper.Jpeg(320, 240), 12, 320, 240));
        var four = Wallpaper.ColourJpeg(320, 240, 1, 2, 3);
        four[FrameAt(four) + 9] = 4;
        Refuses(four);
        var odd = Wallpaper.ColourJpeg(320, 240, 1, 2, 3);
        odd[FrameAt(odd) + 11] = 68;
        Refuses(odd);
    }

    [Fact]
    public void A_file_of_more_than_a_mebibyte_is_refused_before_it_is_looked_at()
    {
        var jpeg = Wallpaper.Jpeg(320, 240);
        var padded = new byte[JpegDecoder.MostBytes + 1];
        jpeg.CopyTo(padded, 0);
        Refuses(padded);
    }

    [Fact]
    public void Changed_bytes_are_refused_or_decoded_and_never_more()
    {
        var random = new Random(4);
        var jpeg = Wallpaper.Jpeg(160, 120);
        for (var round = 0; round < 3000; round++)
        {
            var bad = (byte[])jpeg.Clone();
            for (var i = 0; i < 1 + (round % 4); i++) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            var decoded = _decoder.TryDecode(bad, JpegDecoder.LeastSide, _picture);
            _picture.IsEmpty.ShouldBe(!decoded);
        }
    }

    [Fact]
    public void Random_bytes_behind_a_start_of_image_are_refused()
    {
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            if (bytes.Length > 2) Convert.FromHexString("FFD8FF").CopyTo(bytes, 0);
            JpegHeader.Parse(bytes);
            Refuses(bytes);
        }
    }

    private void Refuses(ReadOnlySpan<byte> file)
    {
        _decoder.TryDecode(file, JpegDecoder.LeastSide, _picture).ShouldBeFalse();
        _picture.IsEmpty.ShouldBeTrue();
    }

    private static byte[] WithFrame(byte[] jpeg, byte bits, int width, int height)
    {
        var at = FrameAt(jpeg) + 4;
        byte[] frame = [bits, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        frame.CopyTo(jpeg, at);
        return jpeg;
    }

    private static int FrameAt(byte[] jpeg) => jpeg.AsSpan().IndexOf(Convert.FromHexString("FFC0"));
}
