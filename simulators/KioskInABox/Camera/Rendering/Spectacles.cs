using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>Frames of glasses: two rims, a bridge and the arms.</summary>
internal static class Spectacles
{
    private static readonly Vector3 s_frame = Traits.Linear(new(28, 24, 26));

    public static IEnumerable<Part> Of(Traits traits)
    {
        var colour = Texture.Of(s_frame);
        var thick = 0.07f + (0.11f * Noise.At((int)traits.Seed, 0, 3));
        var (middle, wide, high) = (traits.EyeSpacing + 1, traits.EyeWidth + 8, 17f);
        foreach (var side in (float[])[-1, 1])
        {
            yield return Part((u, v) => Rim(side * middle, wide, high * (0.8f + (2 * thick)), thick, u, v), 41);
            yield return Part((u, v) => Arm(side, middle + wide, traits.FaceWidth, u, v), 5);
        }

        yield return Part((u, v) => new(Noise.Between(-1, 1, u) * (middle - wide), 5 - (3 * v), 98), 5);

        Part Part(Func<float, float, Vector3> at, int columns) =>
            new(new Mesh(columns, 2, closed: false, at), colour, 0.1f, TwoSided: true);
    }

    private static Vector3 Rim(float middle, float wide, float high, float thick, float u, float v)
    {
        var (sin, cos) = MathF.SinCos(u * 2 * MathF.PI);
        var grow = 1 - (thick * v);
        var (x, y) = (Corner(cos) * wide * grow, Corner(sin) * high * grow);
        return new(middle + x, y - 3, 98 - (0.0035f * (middle + x) * (middle + x)));
    }

    // Between a circle and a square.
    private static float Corner(float value) => MathF.Sign(value) * MathF.Pow(MathF.Abs(value), 0.72f);

    private static Vector3 Arm(float side, float from, float width, float u, float v) => new(
        side * Noise.Between(from, 79 * width, MathF.Sqrt(u)),
        6 - (4 * v),
        Noise.Between(98 - (0.0035f * from * from), 2, u));
}
