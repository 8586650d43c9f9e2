using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>A face that a model found, in pixels of its picture.</summary>
/// <param name="Corner">Upper left corner of the model's box.</param>
/// <param name="Size">Width and height of the model's box.</param>
/// <param name="Score">From 0 to 1.</param>
internal readonly record struct DetectedFace(Vector2 Corner, Vector2 Size, FaceMarks Marks, float Score)
{
    /// <summary>Shared area of two boxes, as a part of what both cover.</summary>
    public float Overlap(DetectedFace other)
    {
        var shared = Vector2.Min(Corner + Size, other.Corner + other.Size) - Vector2.Max(Corner, other.Corner);
        var area = Math.Max(shared.X, 0) * Math.Max(shared.Y, 0);
        return area / ((Size.X * Size.Y) + (other.Size.X * other.Size.Y) - area);
    }

    public override string ToString() => "detected face";
}

/// <summary>Five points of a face, as the picture shows them: left is the picture's left.</summary>
internal readonly record struct FaceMarks(
    Vector2 LeftEye, Vector2 RightEye, Vector2 Nose, Vector2 LeftMouth, Vector2 RightMouth)
{
    /// <summary>Shares of the box's width that fit both a cascade's boxes and a model's points.</summary>
    private const float WidthPerEyes = 1.83f;

    private const float WidthPerHeight = 1.7f;
    private const float EyesDown = 0.28f;

    /// <summary>
    /// The box that a cascade would find: from the brows to below the lower lip. Everything that is measured in a face
    /// is measured in shares of it.
    /// </summary>
    public FaceBox ToBox()
    {
        var (eyes, mouth) = ((LeftEye + RightEye) / 2, (LeftMouth + RightMouth) / 2);
        // A head that turns brings the eyes together, and leaves the mouth as far below them.
        var side = MathF.Max(
            Vector2.Distance(LeftEye, RightEye) * WidthPerEyes, Vector2.Distance(eyes, mouth) * WidthPerHeight);
        var across = (eyes.X + mouth.X) / 2;
        return new FaceBox(
            (int)MathF.Round(across - (side / 2)),
            (int)MathF.Round(eyes.Y - (side * EyesDown)),
            (int)MathF.Round(side),
            (int)MathF.Round(side));
    }

    public override string ToString() => "face marks";
}
