using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Finds pixels that can be followed: their surroundings change in every direction (Shi, Tomasi).</summary>
internal static class Corners
{
    private const int Half = 3;

    /// <summary>As far from the border as the flow needs it.</summary>
    private const int Margin = FlowPatch.Half + 4;

    /// <summary>Least smaller eigenvalue per pixel, in gray levels squared.</summary>
    private const float Least = 0.5f;

    /// <summary>The best pixel of a cell, or null when all are on even ground or at the picture's border.</summary>
    public static Vector2? Best(GrayPicture picture, FaceBox cell)
    {
        var pixels = picture.Pixels.Span;
        var (left, right) = (Math.Max(cell.X, Margin), Math.Min(cell.X + cell.Width, picture.Width - Margin));
        var (top, bottom) = (Math.Max(cell.Y, Margin), Math.Min(cell.Y + cell.Height, picture.Height - Margin));
        var (best, most) = (default(Vector2), Least);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var strength = Strength(pixels, picture.Width, x, y);
                if (strength > most) (best, most) = (new Vector2(x, y), strength);
            }
        }

        return most > Least ? best : null;
    }

    private static float Strength(ReadOnlySpan<byte> pixels, int stride, int x, int y)
    {
        var (xx, xy, yy) = (0, 0, 0);
        for (var row = y - Half; row <= y + Half; row++)
        {
            for (var at = (row * stride) + x - Half; at <= (row * stride) + x + Half; at++)
            {
                var dx = pixels[at + 1] - pixels[at - 1];
                var dy = pixels[at + stride] - pixels[at - stride];
                (xx, xy, yy) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy));
            }
        }

        var spread = Math.Sqrt(((double)(xx - yy) * (xx - yy)) + (4.0 * xy * xy));
        const int Pixels = ((2 * Half) + 1) * ((2 * Half) + 1);
        return (float)((xx + yy - spread) / (2 * 4 * Pixels));
    }
}
