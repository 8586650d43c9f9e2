using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Tests.Imaging;

public sealed class PngTests
{
    /// <summary>2 × 5 dots made by CPython's zlib; each row uses another of the five filters.</summary>
    private const string EveryFilter =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAAFCAIAAADg0arLAAAAJUlEQVR4nGNkUPXKz89nugcGzL4PPi1frs4C5uQzVM"
        + "w99JzHEAA0EhJP1K3a5AAAAABJRU5ErkJggg==";

    [Fact]
    public void A_picture_comes_back_as_it_was() =>
        Prop.ForAll(Pictures(), picture =>
        {
            var back = PngReader.Read(Write(picture)).Value;
            return back.Width == picture.Width && back.Height == picture.Height && back.Rgb.SequenceEqual(picture.Rgb);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_of_the_five_filters_is_undone()
    {
        var picture = PngReader.Read(Convert.FromBase64String(EveryFilter)).Value;
        (picture.Width, picture.Height).ShouldBe((2, 5));
        picture.Rgb.ShouldBe([.. Enumerable.Range(0, 30).Select(i => (byte)(i * 37))]);
    }

    [Fact]
    public void The_file_says_300_dots_per_inch() =>
        Convert.ToHexString(Write(new PngImage(1, 1, [1, 2, 3])))
            .ShouldContain("00000009" + "70485973" + "00002E23" + "00002E23" + "01");

    [Fact]
    public void A_cut_or_a_flipped_bit_anywhere_is_garbage()
    {
        var png = Write(new PngImage(3, 2, [.. Enumerable.Range(0, 18).Select(i => (byte)(i * 11))]));
        for (var i = 0; i < png.Length; i++)
        {
            PngReader.Read(png.AsSpan(0, i)).Failure!.Fault.ShouldBe(DeviceFault.Garbage);
            png[i] ^= 1;
            PngReader.Read(png).Failure.ShouldNotBeNull($"bit flipped in byte {i}").Fault.ShouldBe(DeviceFault.Garbage);
            png[i] ^= 1;
        }
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Prop.ForAll<byte[]>(bytes => !PngReader.Read(bytes).Ok).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(4097, 1, 12291)]
    [InlineData(2, 2, 11)]
    public void A_picture_of_the_wrong_size_is_not_written(int width, int height, int bytes) =>
        Should.Throw<ArgumentException>(() => PngWriter.Write(Stream.Null, width, height, new byte[bytes]));

    private static Arbitrary<PngImage> Pictures() => Gen.Choose(1, 20)
        .SelectMany(width => Gen.Choose(1, 12).Select(height => (width, height)))
        .SelectMany(size => Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), size.width * size.height * 3)
            .Select(rgb => new PngImage(size.width, size.height, rgb)))
        .ToArbitrary();

    private static byte[] Write(PngImage picture)
    {
        using var file = new MemoryStream();
        PngWriter.Write(file, picture.Width, picture.Height, picture.Rgb);
        return file.ToArray();
    }
}
