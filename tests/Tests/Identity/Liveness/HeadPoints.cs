using KioskSuite.Devices;

namespace KioskSuite.Tests.Identity.Liveness;

/// <summary>Points of a head in widths of the face: right, down, and towards the camera.</summary>
internal static class HeadPoints
{
    public static readonly (PointGroup Group, double X, double Y, double Z)[] All =
    [
        (PointGroup.Nose, 0, 0.05, 0.18), (PointGroup.Nose, -0.06, 0.08, 0.13), (PointGroup.Nose, 0.06, 0.08, 0.13),
        (PointGroup.Nose, 0, 0, 0.15), (PointGroup.Nose, 0, 0.1, 0.16),
        (PointGroup.Eyes, -0.3, -0.15, -0.04), (PointGroup.Eyes, -0.1, -0.15, 0.01),
        (PointGroup.Eyes, 0.3, -0.15, -0.04), (PointGroup.Eyes, 0.1, -0.15, 0.01),
        (PointGroup.Eyes, -0.2, -0.25, 0.02), (PointGroup.Eyes, 0.2, -0.25, 0.02),
        (PointGroup.Eyes, -0.2, -0.1, 0), (PointGroup.Eyes, 0.2, -0.1, 0),
        (PointGroup.Mouth, -0.13, 0.25, 0.02), (PointGroup.Mouth, 0.13, 0.25, 0.02),
        (PointGroup.Mouth, -0.25, 0.2, -0.03), (PointGroup.Mouth, 0.25, 0.2, -0.03),
    ];

    /// <summary>A head that was straight and has turned about its vertical axis, seen from far away.</summary>
    public static IEnumerable<TrackedPoint> Project(
        double yaw, double depth, double width, double middleX, double middleY) => All.Select(point => new TrackedPoint(
            point.Group,
            (float)(middleX + (width * point.X)),
            (float)(middleY + (width * point.Y)),
            (float)(middleX + (width * ((point.X * Math.Cos(yaw)) + (point.Z * depth * Math.Sin(yaw))))),
            (float)(middleY + (width * point.Y)),
            Found: true));
}
