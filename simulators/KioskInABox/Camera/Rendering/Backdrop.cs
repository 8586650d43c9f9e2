using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>The hall of a branch behind the person, out of focus.</summary>
internal static class Backdrop
{
    private static readonly (float Left, float Top, float Right, float Bottom, Vector3 Colour)[] s_things =
    [
        (0, 0, 1, 0.16f, new(206, 206, 200)), (0, 0.62f, 1, 1, new(128, 112, 96)),
        (0.02f, 0.2f, 0.2f, 0.62f, new(150, 176, 192)),
        (0.1f, 0.2f, 0.112f, 0.62f, new(96, 98, 100)), (0.76f, 0.22f, 0.95f, 0.48f, new(150, 60, 56)),
        (0.785f, 0.26f, 0.925f, 0.44f, new(216, 200, 170)), (0.55f, 0.66f, 1, 0.72f, new(86, 70, 58)),
        (0.28f, 0.04f, 0.42f, 0.08f, new(250, 250, 244)), (0.6f, 0.04f, 0.74f, 0.08f, new(250, 250, 244)),
    ];

    /// <param name="number">0 is a plain grey for document portraits; others differ in place and light.</param>
    public static Vector4[] Paint(int width, int height, int number)
    {
        var pixels = new Vector4[width * height];
        var shift = number == 0 ? 0 : 0.3f * (Noise.At(number, 0, 5) - 0.5f);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = ((i % width + 0.5f) / width, (i / width + 0.5f) / height);
            var colour = new Vector3(188, 184, 174) * (1.04f - (0.22f * y) - (0.16f * MathF.Abs(x - 0.4f)));
            foreach (var thing in number == 0 ? [] : s_things)
            {
                var inside = Edge(x + shift, thing.Left, thing.Right) * Edge(y, thing.Top, thing.Bottom);
                colour = Vector3.Lerp(colour, thing.Colour, inside);
            }

            pixels[i] = new(Traits.Linear(colour) * 0.62f, 0);
        }

        return pixels;
    }

    private static float Edge(float value, float from, float to) =>
        Noise.Step(from - 0.012f, from + 0.012f, value) * Noise.Step(to + 0.012f, to - 0.012f, value);
}
