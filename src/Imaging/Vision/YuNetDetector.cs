using System.Numerics;
using KioskSuite.Imaging.Onnx;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// Finds faces with a YuNet model (Wu and others, 2023): at strides 8, 16 and 32 a class score, an object score, a box
/// and five points for each cell. Input is blue, green, red from 0 to 255, 320 × 256.
/// </summary>
internal sealed class YuNetDetector
{
    public const int Width = 320;
    public const int Height = 256;

    /// <summary>Faces below are not told of.</summary>
    private const float LeastScore = 0.7f;

    /// <summary>Boxes that share more are one face.</summary>
    private const float SameFace = 0.3f;

    private const int MostCandidates = 512;
    private static readonly int[] s_strides = [8, 16, 32];
    private readonly OnnxPlan _plan;
    private readonly ColourScaler _scaler = new(Width, Height);
    private readonly List<DetectedFace> _candidates = new(MostCandidates);

    private YuNetDetector(OnnxPlan plan) => _plan = plan;

    /// <summary>Reads a model; the refusal says why it is none of these.</summary>
    public static (YuNetDetector? Detector, ModelRefusal? Refusal) Open(ReadOnlySpan<byte> model)
    {
        var (plan, refusal) = OnnxPlan.Open(model, 1, 3, Height, Width);
        if (plan is null) return (null, refusal);
        foreach (var stride in s_strides)
        {
            var cells = Width / stride * (Height / stride);
            foreach (var (name, numbers) in ((string, int)[])[("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)])
            {
                if (plan.Output($"{name}_{stride}")?.Length == cells * numbers) continue;
                return (null, new ModelRefusal(ModelProblem.WrongShape, $"{name}_{stride}"));
            }
        }

        return (new YuNetDetector(plan), null);
    }

    /// <summary>Finds faces, best first.</summary>
    /// <returns>How many there are in <paramref name="faces"/>.</returns>
    public int Detect(ChromaPicture picture, Span<DetectedFace> faces)
    {
        const int Plane = Width * Height;
        var input = _plan.Input.Values;
        var scale = _scaler.Fill(
            picture, input.Slice(2 * Plane, Plane), input.Slice(Plane, Plane), input[..Plane]);
        _plan.Run();
        _candidates.Clear();
        foreach (var stride in s_strides) Decode(stride, scale);
        _candidates.Sort((a, b) => b.Score.CompareTo(a.Score));
        var found = 0;
        foreach (var candidate in _candidates)
        {
            if (found == faces.Length) break;
            var known = false;
            for (var i = 0; i < found && !known; i++) known = candidate.Overlap(faces[i]) > SameFace;
            if (!known) faces[found++] = candidate;
        }

        return found;
    }

    /// <summary>Forgets the last picture.</summary>
    public void Zero()
    {
        _plan.Zero();
        _scaler.Zero();
        _candidates.Clear();
    }

    private void Decode(int stride, float scale)
    {
        var classes = _plan.Output($"cls_{stride}")!.Values;
        var objects = _plan.Output($"obj_{stride}")!.Values;
        var boxes = _plan.Output($"bbox_{stride}")!.Values;
        var points = _plan.Output($"kps_{stride}")!.Values;
        for (var cell = 0; cell < classes.Length && _candidates.Count < MostCandidates; cell++)
        {
            var score = MathF.Sqrt(Math.Clamp(classes[cell], 0, 1) * Math.Clamp(objects[cell], 0, 1));
            // Also false for what is no number.
            if (!(score >= LeastScore)) continue;
            var corner = new Vector2(cell % (Width / stride), cell / (Width / stride));
            var box = boxes.Slice(cell * 4, 4);
            var size = new Vector2(MathF.Exp(box[2]), MathF.Exp(box[3])) * stride * scale;
            var centre = At(corner, box, stride * scale);
            var marks = points.Slice(cell * 10, 10);
            var face = new DetectedFace(
                centre - (size / 2),
                size,
                new FaceMarks(
                    At(corner, marks, stride * scale),
                    At(corner, marks[2..], stride * scale),
                    At(corner, marks[4..], stride * scale),
                    At(corner, marks[6..], stride * scale),
                    At(corner, marks[8..], stride * scale)),
                score);
            if (IsPossible(face, scale)) _candidates.Add(face);
        }
    }

    private static Vector2 At(Vector2 cell, ReadOnlySpan<float> offset, float step) =>
        (cell + new Vector2(offset[0], offset[1])) * step;

    /// <summary>No face is larger than the picture, and no part of it is far from it.</summary>
    private static bool IsPossible(DetectedFace face, float scale)
    {
        var most = Width * scale;
        return IsNear(face.Corner, most) && face.Size.X <= most && face.Size.Y <= most
            && IsNear(face.Marks.LeftEye, most) && IsNear(face.Marks.RightEye, most)
            && IsNear(face.Marks.Nose, most)
            && IsNear(face.Marks.LeftMouth, most) && IsNear(face.Marks.RightMouth, most);
    }

    private static bool IsNear(Vector2 point, float most) =>
        MathF.Abs(point.X) <= 2 * most && MathF.Abs(point.Y) <= 2 * most;
}
