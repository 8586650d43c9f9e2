using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Onnx;
using KioskSuite.Service.Configuration;
using KioskSuite.Service.Hosting;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>Models from the configuration to the child's answer.</summary>
public sealed class SiteModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("models");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_detector_that_the_site_names_finds_what_the_cascade_would_not()
    {
        await using var imaging = Imaging(Camera());
        await FaceModels.CheckAsync(imaging, Camera(), Stop);
        var seen = (await imaging.MeasureAsync(Photo(80, 64), new FaceTask(1, Detect: true), Stop)).Value;
        seen.Faces.ShouldHaveSingleItem().CentreX.ShouldBeInRange(81, 87);
        IFaceAnalyser analyser = imaging;
        analyser.Method.ShouldBe("managed 1, YuNet model");
        analyser.Model.ShouldBe(new FaceModel("detector.onnx", TinyModels.HashOf(TinyModels.Detector())));
    }

    [Fact]
    public async Task A_matcher_that_the_site_names_compares_by_the_banks_threshold_and_is_named()
    {
        var camera = Camera() with { Matcher = Matcher(0.95) };
        await using var imaging = Imaging(camera);
        await FaceModels.CheckAsync(imaging, camera, Stop);
        var (one, other) = (Photo(80, 64), Photo(160, 104));
        var face = (await imaging.MeasureAsync(one, new FaceTask(1, Detect: true), Stop)).Value.Faces[0];
        var same = (await imaging.CompareAsync(one, one, face, Stop)).Value;
        (same.Same, same.Threshold).ShouldBe((true, 0.95f));
        same.Score.ShouldBe(1, 1e-4);
        (await imaging.CompareAsync(other, one, face, Stop)).Value.Same.ShouldBeTrue("the same square elsewhere");
        var nobody = Photo(0, 0, 0);
        (await imaging.CompareAsync(nobody, one, face, Stop)).Value.Same.ShouldBeFalse("no face in the portrait");
        (await imaging.CompareAsync(one, other, face, Stop)).Value.Same.ShouldBeFalse("no face where it is said to be");
        var cut = await imaging.CompareAsync(one.AsMemory(0, 200), one, face, Stop);
        cut.Failure!.Fault.ShouldBe(DeviceFault.PictureUnreadable);
        IFaceMatcher matcher = imaging;
        matcher.Method.ShouldBe("model matcher.onnx");
        matcher.Model!.Sha256.ShouldBe(TinyModels.HashOf(TinyModels.Recogniser()));
    }

    [Fact]
    public async Task A_file_that_is_away_another_one_or_no_such_model_keeps_the_kiosk_from_starting()
    {
        var good = Camera();
        var detector = good.Detector!;
        var other = Write("other.onnx", TinyModels.Recogniser());
        await RefusedAsync(
            good with { Detector = detector with { Model = "/nowhere/a.onnx" } },
            "camera.detector.model: /nowhere/a.onnx cannot be read");
        await RefusedAsync(
            good with { Detector = detector with { Sha256 = new string('0', 64) } },
            $"camera.detector.sha256: {detector.Model} is another file");
        await RefusedAsync(
            good with { Detector = new(other, TinyModels.HashOf(TinyModels.Recogniser())) },
            $"camera.detector.model: {other} cannot be used: WrongShape: cls_8");
        byte[] text = [.. "no model"u8];
        var none = Write("none.onnx", text);
        await RefusedAsync(
            good with { Detector = new(none, TinyModels.HashOf(text)) },
            $"camera.detector.model: {none} cannot be used: Malformed: no graph");
        var unknown = OnnxBench.Model().Node("Loop", ["x"], "y").Build();
        var odd = Write("odd.onnx", unknown);
        await RefusedAsync(
            good with { Matcher = Matcher(0.5) with { Model = odd, Sha256 = TinyModels.HashOf(unknown) } },
            $"camera.matcher.model: {odd} cannot be used: Unsupported: Loop");
    }

    [Fact]
    public async Task A_model_that_is_refused_looks_at_no_face_and_cards_are_still_drawn()
    {
        var camera = Camera();
        var other = camera.Detector! with { Sha256 = new string('1', 64) };
        await using var imaging = Imaging(camera with { Detector = other });
        var seen = await imaging.MeasureAsync(Photo(80, 64), new FaceTask(1, Detect: true), Stop);
        seen.Failure!.Fault.ShouldBe(DeviceFault.VisionFailed);
        (await imaging.MeasureAsync("王", "debit-classic", Stop)).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("xyz", 0.5, 1, "rgb", "camera.matcher.sha256: is not 64 hex digits")]
    [InlineData("", 1.5, 1, "rgb", "camera.matcher.threshold: is a cosine, from -1 to 1")]
    [InlineData("", double.NaN, 1, "rgb", "camera.matcher.threshold: is a cosine, from -1 to 1")]
    [InlineData("", 0.5, 0, "rgb", "camera.matcher.scale: with it every face would be the same")]
    [InlineData("", 0.5, 1, "gray", "camera.matcher.channels: gray is neither rgb nor bgr")]
    public void A_setting_that_makes_no_sense_is_named(
        string hash, double threshold, double scale, string channels, string said)
    {
        var matcher = Matcher(threshold) with { Scale = scale, Channels = channels };
        if (hash.Length > 0) matcher = matcher with { Sha256 = hash };
        Should.Throw<ConfigurationException>(() => FaceModels.Options(Camera() with { Matcher = matcher }))
            .Message.ShouldBe(said);
    }

    [Fact]
    public void Only_one_compares_and_a_model_that_compares_needs_one_that_finds()
    {
        var alone = new CameraConfiguration("x") { Matcher = Matcher(0.5) };
        Should.Throw<ConfigurationException>(() => FaceModels.Options(alone))
            .Message.ShouldStartWith("camera.matcher:");
        var both = Camera() with { Matcher = Matcher(0.5), Platform = new(new("https://bank/compare"), "bank") };
        Should.Throw<ConfigurationException>(() => FaceModels.Options(both))
            .Message.ShouldStartWith("camera.platform:");
    }

    [Fact]
    public void A_report_comes_back_from_its_bytes()
    {
        var report = new ModelReport(new(ModelProblem.WrongHash), new(ModelProblem.Unsupported, new string('é', 80)));
        ModelReportData.Parse(ModelReportData.Build(report)).ShouldBe(
            report with { Matcher = new(ModelProblem.Unsupported, new string('?', 62)) });
        ModelReportData.Parse(ModelReportData.Build(new(null, null))).ShouldBe(new(null, null));
        ModelReportData.Parse(new byte[ModelReportData.Bytes - 1]).ShouldBeNull();
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[ModelReportData.Bytes];
            random.NextBytes(bytes);
            _ = ModelReportData.Parse(bytes);
        }
    }

    private static async Task RefusedAsync(CameraConfiguration camera, string said)
    {
        await using var imaging = Imaging(camera);
        var refused = await Should.ThrowAsync<ConfigurationException>(
            () => FaceModels.CheckAsync(imaging, camera, Stop));
        refused.Message.ShouldBe(said);
    }

    // A loaded test machine may need long.
    private static ImagingProcess Imaging(CameraConfiguration camera) => new(
        FaceModels.Options(camera) with
        {
            Deadline = TimeSpan.FromSeconds(60),
            PictureWithin = TimeSpan.FromSeconds(60),
            EndWithin = TimeSpan.FromSeconds(30),
        },
        TimeProvider.System);

    private static byte[] Photo(int x, int y, byte bright = 255)
    {
        var rgb = new byte[320 * 256 * 3];
        for (var row = y; row < y + 8; row++) rgb.AsSpan(((row * 320) + x) * 3, 24).Fill(bright);
        using var writer = new JpegWriter();
        return writer.WriteColour(320, 256, rgb, 95);
    }

    private CameraConfiguration Camera() => new("x")
    {
        Detector = new(Write("detector.onnx", TinyModels.Detector()), TinyModels.HashOf(TinyModels.Detector())),
    };

    private MatcherConfiguration Matcher(double threshold) => new(
        Write("matcher.onnx", TinyModels.Recogniser()),
        TinyModels.HashOf(TinyModels.Recogniser()),
        threshold,
        Mean: 0,
        Scale: 1 / 255.0,
        Channels: "rgb");

    private string Write(string name, byte[] model)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, model);
        return path;
    }
}
