using KioskSuite.Devices;
using KioskSuite.Imaging.Onnx;
using KioskSuite.Imaging.Onnx.Operators;

namespace KioskSuite.Imaging.Vision;

/// <summary>Compares two faces by the features that a model of the site finds in them.</summary>
internal sealed class FaceRecogniser : IDisposable
{
    private const int LeastPortraitSide = 32;
    private const int LeastFeatures = 16;
    private const int MostFeatures = 4096;

    /// <summary>A face found anew in the frame is the one asked for when their boxes share this much.</summary>
    private const double SameBox = 0.3;

    private readonly OnnxPlan _plan;
    private readonly Tensor _output;
    private readonly MatcherModel _model;
    private readonly YuNetDetector _detector;
    private readonly JpegDecoder _decoder = new();
    private readonly Picture _picture = new();
    private readonly DetectedFace[] _faces = new DetectedFace[FaceMeasures.MostFaces];

    private FaceRecogniser(OnnxPlan plan, Tensor output, MatcherModel model, YuNetDetector detector) =>
        (_plan, _output, _model, _detector) = (plan, output, model, detector);

    /// <summary>Reads a model; the refusal says why it is none for faces.</summary>
    public static (FaceRecogniser? Recogniser, ModelRefusal? Refusal) Open(
        ReadOnlySpan<byte> bytes, MatcherModel model, YuNetDetector detector)
    {
        var (plan, refusal) = OnnxPlan.Open(bytes, 1, 3, AlignedFace.Side, AlignedFace.Side);
        if (plan is null) return (null, refusal);
        string[] outputs = [.. plan.Outputs];
        return outputs is [var name] && plan.Output(name) is { Length: >= LeastFeatures and <= MostFeatures } output
            ? (new FaceRecogniser(plan, output, model, detector), null)
            : (null, new ModelRefusal(ModelProblem.WrongShape, "not one output of features"));
    }

    /// <inheritdoc cref="IFaceMatcher.CompareAsync"/>
    public Outcome<FaceMatch> Compare(ReadOnlySpan<byte> portrait, ReadOnlySpan<byte> frame, FaceBox face)
    {
        var (first, second) = (new float[_output.Length], new float[_output.Length]);
        try
        {
            if (!_decoder.TryDecode(portrait, LeastPortraitSide, _picture)) return DeviceFault.PictureUnreadable;
            var count = _detector.Detect(_picture.Coloured, _faces);
            if (count == 0 || !TryFeatures(_faces[0].Marks, first)) return NotSame();
            if (!_decoder.TryDecode(frame, JpegDecoder.LeastSide, _picture)) return DeviceFault.PictureUnreadable;
            count = _detector.Detect(_picture.Coloured, _faces);
            if (Asked(_faces.AsSpan(0, count), face) is not { } marks || !TryFeatures(marks, second)) return NotSame();
            var score = Dot(first, second);
            return new FaceMatch(score >= _model.Threshold, score, _model.Threshold);
        }
        finally
        {
            first.AsSpan().Clear();
            second.AsSpan().Clear();
            Zero();
        }
    }

    /// <summary>Runs the model once, so that no customer waits for what the first run takes longer.</summary>
    public void Warm() => _plan.Run();

    public void Dispose()
    {
        Zero();
        _decoder.Dispose();
    }

    /// <summary>Where no face or no number is found nothing is proved.</summary>
    private FaceMatch NotSame() => new(Same: false, MathF.Min(-1, _model.Threshold - 1), _model.Threshold);

    private static FaceMarks? Asked(ReadOnlySpan<DetectedFace> faces, FaceBox asked)
    {
        FaceMarks? best = null;
        var most = SameBox;
        foreach (var face in faces)
        {
            var shared = Shared(face.Marks.ToBox(), asked);
            if (shared > most) (most, best) = (shared, face.Marks);
        }

        return best;
    }

    private static double Shared(FaceBox a, FaceBox b)
    {
        var width = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        var height = Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y);
        var area = (double)Math.Max(width, 0) * Math.Max(height, 0);
        return area / Math.Max(1, ((double)a.Width * a.Height) + ((double)b.Width * b.Height) - area);
    }

    /// <summary>Features of a face at unit length; false when the model found no numbers.</summary>
    private bool TryFeatures(FaceMarks marks, Span<float> features)
    {
        AlignedFace.Take(_picture.Coloured, marks, _model, _plan.Input.Values);
        _plan.Run();
        _output.Values.CopyTo(features);
        var length = MathF.Sqrt(Dot(features, features));
        if (!float.IsFinite(length) || length < 1e-6f) return false;
        foreach (ref var feature in features) feature /= length;
        return true;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Matrix.Dot(a, b);

    private void Zero()
    {
        _picture.Zero();
        _plan.Zero();
        _detector.Zero();
        _faces.AsSpan().Clear();
    }
}
