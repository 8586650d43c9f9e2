using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>
/// Geometry of boxes, and which measures make sense at all: they come from a process that may be broken.
/// </summary>
internal static class MeasureRules
{
    private const int LargestSide = 65_535;

    public static bool MakesSense(FaceMeasures measures) =>
        measures.Width is > 0 and <= LargestSide && measures.Height is > 0 and <= LargestSide
        && measures.Faces.Count <= FaceMeasures.MostFaces && measures.Points.Count <= FaceMeasures.MostPoints
        && measures.Faces.All(MakesSense) && (measures.Face is not { } face || MakesSense(face))
        && float.IsFinite(measures.Brightness) && float.IsFinite(measures.Glare) && float.IsFinite(measures.Sharpness)
        && MakesSense(measures.Skin) && measures.Points.All(MakesSense);

    /// <summary>Shared area over united area, 0 to 1.</summary>
    public static double Overlap(FaceBox a, FaceBox b)
    {
        double width = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        double height = Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y);
        var shared = Math.Max(0, width) * Math.Max(0, height);
        return shared / (((double)a.Width * a.Height) + ((double)b.Width * b.Height) - shared);
    }

    private static bool MakesSense(FaceBox box) =>
        box.Width is > 0 and <= LargestSide && box.Height is > 0 and <= LargestSide
        && Math.Abs((long)box.X) <= LargestSide && Math.Abs((long)box.Y) <= LargestSide;

    private static bool MakesSense(MeanColour colour) => IsChannel(colour.Red) && IsChannel(colour.Green)
        && IsChannel(colour.Blue);

    private static bool IsChannel(float value) => value is >= 0 and <= 255;

    private static bool MakesSense(TrackedPoint point) => !point.Found
        || (IsPlace(point.StartX) && IsPlace(point.StartY) && IsPlace(point.X) && IsPlace(point.Y));

    private static bool IsPlace(float value) => Math.Abs(value) <= LargestSide;
}
