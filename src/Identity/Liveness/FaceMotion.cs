using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>How a face's points have moved since they were anchored.</summary>
/// <param name="Parallax">
/// How far the nose left the motion of eyes and mouth, in widths of the face, positive towards the picture's right
/// (the person's own left, since the picture is not mirrored). Any motion of a plane gives about 0.
/// </param>
/// <param name="Aspect">Foreshortening of eyes and mouth, 0 to 1; 1 is none.</param>
/// <param name="Shift">How far eyes and mouth have moved, in widths of the face.</param>
internal sealed record FaceMotion(double Parallax, double Aspect, double Shift)
{
    private const int LeastNose = 3;
    private const int LeastBase = 6;

    /// <summary>Null when too few points are followed, or they lie on a line.</summary>
    public static FaceMotion? Of(IReadOnlyList<TrackedPoint> points, double faceWidth)
    {
        var found = points.Where(point => point.Found).ToList();
        var nose = found.Where(point => point.Group == PointGroup.Nose).ToList();
        var flat = found.Where(point => point.Group is PointGroup.Eyes or PointGroup.Mouth).ToList();
        if (nose.Count < LeastNose || flat.Count < LeastBase || !(faceWidth > 0)
            || AffineFit.Of(flat, faceWidth) is not { } fit)
        {
            return null;
        }

        var left = Least(Leaves(nose, fit, faceWidth), WithoutEyes(flat, nose, faceWidth));
        var shift = Median([.. flat.Select(point => Distance(point) / faceWidth)]);
        return double.IsFinite(left) ? new(left, fit.Aspect, shift) : null;
    }

    private static double Leaves(List<TrackedPoint> nose, AffineFit fit, double faceWidth) =>
        Median([.. nose.Select(point => fit.Residual(point).X / faceWidth)]);

    // Eyes behind holes in a sheet move like a nose before them: brows and mouth alone have to say the same.
    private static double? WithoutEyes(List<TrackedPoint> flat, List<TrackedPoint> nose, double faceWidth)
    {
        var eyes = flat.Where(point => point.Group == PointGroup.Eyes).ToList();
        if (eyes.Count == 0)
        {
            return null;
        }

        var middle = Median([.. eyes.Select(point => (double)point.StartY)]);
        var sheet = flat.Where(point => point.Group == PointGroup.Mouth || point.StartY <= middle).ToList();
        return sheet.Count >= LeastBase && AffineFit.Of(sheet, faceWidth) is { } fit
            ? Leaves(nose, fit, faceWidth)
            : null;
    }

    private static double Least(double all, double? without) => without is not { } other ? all
        : Math.Sign(all) != Math.Sign(other) ? 0
        : Math.Abs(all) < Math.Abs(other) ? all : other;

    internal static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static double Distance(TrackedPoint point) =>
        Math.Sqrt(Math.Pow(point.X - point.StartX, 2) + Math.Pow(point.Y - point.StartY, 2));
}
