using KioskSuite.Devices;
using KioskSuite.Imaging.Onnx;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>What is made of the twelve outputs of a detector, with one that was made by hand.</summary>
public sealed class YuNetDetectorTests
{
    private readonly DetectedFace[] _faces = new DetectedFace[8];
    private readonly YuNetDetector _detector = YuNetDetector.Open(TinyModels.Detector()).Detector!;

    [Theory]
    [InlineData(320, 256, 1)]
    [InlineData(640, 512, 2)]
    [InlineData(960, 320, 3)]
    public void Places_and_sizes_come_back_in_pixels_of_the_picture(int width, int height, int scale)
    {
        var picture = Squares(width, height, (80 * scale, 48 * scale, 8 * scale));
        _detector.Detect(picture, _faces).ShouldBe(1);
        var face = _faces[0];
        face.Score.ShouldBeInRange(0.99f, 1);
        (face.Corner.X, face.Corner.Y).ShouldBe((52 * scale, 20 * scale));
        face.Size.X.ShouldBe(TinyModels.Side * scale, 0.1);
        (face.Marks.LeftEye.X, face.Marks.LeftEye.Y).ShouldBe((68 * scale, 40 * scale));
        face.Marks.RightMouth.X.ShouldBe(96 * scale, 0.01);
        face.Marks.RightMouth.Y.ShouldBe(65.6f * scale, 0.01);
    }

    [Fact]
    public void Boxes_that_overlap_are_one_face_and_others_are_more()
    {
        // Four bright cells beside each other, and one far away.
        var picture = Squares(320, 256, (80, 48, 16), (240, 160, 8));
        _detector.Detect(picture, _faces).ShouldBe(2);
        _detector.Detect(picture, _faces.AsSpan(0, 1)).ShouldBe(1);
    }

    [Fact]
    public void A_dark_picture_has_no_face_after_one_that_had()
    {
        _detector.Detect(Squares(320, 256, (80, 48, 8)), _faces).ShouldBe(1);
        _detector.Detect(Squares(320, 256), _faces).ShouldBe(0);
    }

    [Fact]
    public void A_model_without_all_twelve_outputs_is_refused_by_the_name_of_the_first_that_is_absent() =>
        YuNetDetector.Open(TinyModels.Detector(whole: false)).Refusal
            .ShouldBe(new ModelRefusal(ModelProblem.WrongShape, "kps_32"));

    [Fact]
    public void The_box_of_a_real_face_lies_where_the_cascade_would_lay_it()
    {
        // Points of a portrait as a detector told them, and the cascade's box in the same picture.
        var marks = new FaceMarks(
            new(202.3f, 106.2f), new(243.5f, 105.3f), new(220.1f, 125.7f), new(202.7f, 143.8f), new(239.5f, 144.3f));
        var (box, cascade) = (marks.ToBox(), new FaceBox(186, 84, 78, 78));
        Math.Abs(box.CentreX - cascade.CentreX).ShouldBeLessThan(5);
        Math.Abs(box.CentreY - cascade.CentreY).ShouldBeLessThan(5);
        Math.Abs(box.Width - cascade.Width).ShouldBeLessThan(6);
    }

    private static ChromaPicture Squares(int width, int height, params (int X, int Y, int Side)[] bright)
    {
        var pixels = new byte[width * height];
        foreach (var (x, y, side) in bright)
        {
            for (var row = y; row < y + side; row++) pixels.AsSpan((row * width) + x, side).Fill(255);
        }

        return new ChromaPicture(new GrayPicture(pixels, width, height), default, default);
    }
}
