using KioskSuite.Benchmarks.Vision;
using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging;

/// <summary>What sees is chosen on the child's command line, and may be absent.</summary>
public sealed class VisionChoiceTests
{
    private static readonly ImagingOptions Patient = new()
    {
        Deadline = TimeSpan.FromSeconds(60),
        PictureWithin = TimeSpan.FromSeconds(60),
        StartWithin = TimeSpan.FromSeconds(60),
        EndWithin = TimeSpan.FromSeconds(30),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_choice_comes_back_from_the_command_line()
    {
        foreach (var choice in (VisionChoice[])[new("/a.xml", null, 0), new("/a.xml", "/b.so", 2)])
        {
            VisionChoice.Parse(choice.Build()).ShouldBe(choice);
        }
    }

    [Theory]
    [InlineData()]
    [InlineData("/a.xml")]
    [InlineData("/a.xml", "other")]
    [InlineData("/a.xml", "managed", "/b.so")]
    [InlineData("/a.xml", "opencv", "/b.so")]
    [InlineData("/a.xml", "opencv", "/b.so", "-1")]
    public void Other_words_choose_nothing(params string[] words) => VisionChoice.Parse(words).ShouldBeNull();

    [Theory]
    [InlineData("/nowhere/shim.so")]
    [InlineData("libc.so.6")]
    public void A_shim_that_is_absent_or_none_is_a_failure_and_no_crash(string shim) =>
        OpenCvVision.Open(shim, Patient.Cascade, 1).Failure!.Fault.ShouldBe(DeviceFault.VisionFailed);

    [Theory]
    [InlineData("/nowhere/cascade.xml", 1)]
    [InlineData("/etc/passwd", 1)]
    [InlineData("", 1)]
    [InlineData(null, 65)]
    public void A_cascade_that_is_none_or_too_many_threads_are_a_failure_and_no_crash(string? cascade, int threads) =>
        OpenCvVision.Open(Artifacts.Shim, cascade ?? Patient.Cascade, threads).Failure!.Fault
            .ShouldBe(DeviceFault.VisionFailed);

    [Theory]
    [InlineData(VisionBackend.Managed)]
    [InlineData(VisionBackend.OpenCv)]
    public async Task The_child_finds_a_real_face_by_either(VisionBackend vision)
    {
        var portrait = PngReader.Read(await File.ReadAllBytesAsync(Artifacts.Portrait, Stop)).Value;
        var options = Patient with { Vision = vision, OpenCvShim = Artifacts.Shim };
        await using var imaging = new ImagingProcess(options, TimeProvider.System);
        var measured = await imaging.MeasureAsync(
            PortraitFilm.Shoot(portrait, 1)[0], new FaceTask(1, Detect: true), Stop);
        measured.Value.Faces.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_child_without_OpenCV_says_so_and_still_draws_cards()
    {
        var portrait = PngReader.Read(await File.ReadAllBytesAsync(Artifacts.Portrait, Stop)).Value;
        var options = Patient with { Vision = VisionBackend.OpenCv, OpenCvShim = "/nowhere/shim.so" };
        await using var imaging = new ImagingProcess(options, TimeProvider.System);
        var measured = await imaging.MeasureAsync(
            PortraitFilm.Shoot(portrait, 1)[0], new FaceTask(1, Detect: true), Stop);
        measured.Failure!.Fault.ShouldBe(DeviceFault.VisionFailed);
        (await imaging.MeasureAsync("王", "debit-classic", Stop)).Ok.ShouldBeTrue();
    }
}
