using KioskSuite.Imaging.Onnx;

namespace KioskSuite.Imaging.Vision;

/// <summary>The models that a site supplied, loaded; where one is refused nothing takes its place.</summary>
internal sealed record FaceModels(YuNetDetector? Detector, FaceRecogniser? Recogniser, ModelReport Report)
{
    public bool Refused => Report is not { Detector: null, Matcher: null };

    public static FaceModels Open(VisionChoice choice)
    {
        var (detector, refused) = OpenDetector(choice.Detector);
        if (choice.Matcher is not { } matcher) return new FaceModels(detector, null, new(refused, null));
        var (recogniser, reason) = OpenRecogniser(matcher, detector);
        return new FaceModels(detector, recogniser, new(refused, reason));
    }

    private static (YuNetDetector? Detector, ModelRefusal? Refusal) OpenDetector(ModelFile? file)
    {
        if (file is null) return (null, null);
        var (bytes, refusal) = ModelBytes.Read(file);
        return bytes is null ? (null, refusal) : YuNetDetector.Open(bytes);
    }

    private static (FaceRecogniser? Recogniser, ModelRefusal? Refusal) OpenRecogniser(
        MatcherModel matcher, YuNetDetector? detector)
    {
        // Faces are laid upright by the detector's five points; without them no such model works.
        if (detector is null) return (null, new(ModelProblem.WrongShape, "needs a detector's points"));
        var (bytes, refusal) = ModelBytes.Read(matcher.File);
        return bytes is null ? (null, refusal) : FaceRecogniser.Open(bytes, matcher, detector);
    }
}
