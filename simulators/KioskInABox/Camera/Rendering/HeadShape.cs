using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>
/// The form of a head: rings round an upright axis between the ears, and bumps on its front. Millimetres; y is 0 at the
/// eyes, z points forward, +x is the person's left.
/// </summary>
internal sealed class HeadShape(Traits traits)
{
    /// <summary>Rings from the crown to below the chin: height, half width, depth before and behind the axis.</summary>
    private static readonly Vector4[] s_rings =
    [
        new(118, 0, 4, 4), new(115, 32, 38, 42), new(105, 53, 65, 70), new(86, 67, 82, 88), new(60, 74, 91, 98),
        new(34, 76, 95, 100), new(10, 75.5f, 94, 98), new(-12, 74, 90, 94), new(-34, 71.5f, 86, 84),
        new(-54, 66, 85, 70), new(-72, 59, 86, 58), new(-88, 50, 86, 47), new(-102, 40, 83, 38),
        new(-112, 28, 72, 33), new(-116, 12, 38, 20), new(-116, 1, 1, 1),
    ];

    /// <summary>Where on the unbent head a texture coordinate lies: x, y, and the angle from the front.</summary>
    public (float X, float Y, float Angle) Place(float u, float v)
    {
        var ring = Ring(v);
        var angle = AngleOf(u);
        return (ring.Y * MathF.Sin(angle), ring.X, angle);
    }

    public Vector3 At(float u, float v)
    {
        var ring = Ring(v);
        var angle = AngleOf(u);
        var (sin, cos) = MathF.SinCos(angle);
        var jaw = Noise.Between(1, traits.Jaw, Noise.Step(-30, -75, ring.X));
        var (x, y) = (ring.Y * sin, ring.X);
        var z = (cos > 0 ? ring.Z : ring.W) * cos;
        z += Relief(x, y) * Noise.Step(0.1f, 0.45f, cos);
        var stands = (9 * Noise.Bump((MathF.Abs(angle) - 1.62f) / 0.13f, (y + 6) / 26)) + Hair.Volume(traits, y, angle);
        var up = y < 0 ? y * traits.FaceLength : y + (Hair.Volume(traits, y, angle) * Noise.Step(60, 115, y));
        return new(((x * jaw) + (sin * stands)) * traits.FaceWidth, up, z + (cos * stands));
    }

    /// <summary>How far the lower face falls with an open mouth.</summary>
    public static float Fall(float x, float y, float z) =>
        z < 30 ? 0 : 13 * Noise.Step(-68.3f, -70.5f, y) * MathF.Exp(-x * x / 1600);

    /// <summary>Angle from the front; the front has most of the columns.</summary>
    private static float AngleOf(float u)
    {
        var side = (2 * u) - 1;
        return MathF.PI * ((0.45f * side) + (0.55f * side * side * side));
    }

    private static Vector4 Ring(float v)
    {
        var at = v * (s_rings.Length - 1);
        var index = Math.Min((int)at, s_rings.Length - 2);
        var before = s_rings[Math.Max(index - 1, 0)];
        var after = s_rings[Math.Min(index + 2, s_rings.Length - 1)];
        return Between(before, s_rings[index], s_rings[index + 1], after, at - index);
    }

    // Catmull and Rom's curve through the two in the middle.
    private static Vector4 Between(Vector4 a, Vector4 b, Vector4 c, Vector4 d, float t) =>
        0.5f * ((2 * b) + ((c - a) * t) + (((2 * a) - (5 * b) + (4 * c) - d) * t * t)
            + (((3 * b) - a - (3 * c) + d) * t * t * t));

    private float Relief(float x, float y)
    {
        var side = MathF.Abs(x);
        var eye = traits.EyeSpacing;
        return (-10.5f * Noise.Bump((side - eye + 2) / 15, (y - 1) / 10.5f))
            + (6.5f * Noise.Bump((side - eye) / 10, y / 7))
            + (4.5f * Noise.Bump((side - 27) / 22, (y - traits.BrowHeight + 1) / 7))
            + (traits.Cheeks * Noise.Bump((side - 45) / 15, (y + 24) / 13))
            - (3 * Noise.Bump((side - 68) / 11, (y - 26) / 18))
            - (3 * Noise.Bump((side - 44) / 13, (y + 62) / 18))
            + Nose(x, side, y) + Mouth(x, side, y);
    }

    private float Nose(float x, float side, float y)
    {
        var tip = traits.NoseTip;
        var down = Math.Clamp((6 - y) / (6 - tip), 0, 1);
        var end = Noise.Step(tip - 12, tip - 2, y);
        var ridge = (1 + ((traits.NoseHeight - 1) * MathF.Pow(down, 1.15f))) * end * Noise.Step(14, 2, y);
        var width = Noise.Between(7, traits.NoseWidth * 0.66f, down);
        var across = MathF.Exp(-MathF.Pow(side / width, 2.6f));
        return (ridge * across)
            - (3.5f * Noise.Bump(x / 10, (y - 6) / 9))
            + (4 * Noise.Bump(x / 8, (y - tip) / 6))
            + (11 * Noise.Bump((side - traits.NoseWidth) / 5.5f, (y - tip + 4) / 5.5f));
    }

    private float Mouth(float x, float side, float y)
    {
        var wide = traits.MouthWidth;
        return (4 * Noise.Bump(x / 28, (y + 66) / 17))
            + (3.6f * traits.Lips * Noise.Bump(x / (wide * 0.75f), (y + 64) / 3.6f))
            + (4 * traits.Lips * Noise.Bump(x / (wide * 0.65f), (y + 74) / 4.4f))
            - (4 * Noise.Bump(x / wide, (y + 68.6f) / 1.9f))
            - (2.5f * Noise.Bump((side - wide - 2) / 5, (y + 69) / 6))
            - (4 * Noise.Bump(x / 17, (y + 87) / 5))
            + (6 * Noise.Bump(x / 17, (y + 103) / 10));
    }
}
