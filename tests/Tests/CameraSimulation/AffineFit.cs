using System.Numerics;

namespace KioskSuite.Tests.CameraSimulation;

/// <summary>The affine motion that moves points nearest to where they went.</summary>
internal sealed record AffineFit(Vector3 Across, Vector3 Down)
{
    public static AffineFit Of(IReadOnlyList<Vector2> from, IReadOnlyList<Vector2> to)
    {
        var products = new Matrix4x4 { M44 = 1 };
        var (across, down) = (Vector3.Zero, Vector3.Zero);
        for (var i = 0; i < from.Count; i++)
        {
            var (x, y) = (from[i].X, from[i].Y);
            products += new Matrix4x4(x * x, x * y, x, 0, x * y, y * y, y, 0, x, y, 1, 0, 0, 0, 0, 0);
            across += to[i].X * new Vector3(x, y, 1);
            down += to[i].Y * new Vector3(x, y, 1);
        }

        Matrix4x4.Invert(products, out var inverse).ShouldBeTrue();
        return new(Vector3.TransformNormal(across, inverse), Vector3.TransformNormal(down, inverse));
    }

    public Vector2 Apply(Vector2 point)
    {
        var at = new Vector3(point, 1);
        return new(Vector3.Dot(Across, at), Vector3.Dot(Down, at));
    }
}
