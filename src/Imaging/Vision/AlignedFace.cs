using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// A face turned and scaled so that its five points lie where recognisers expect them (the 112 × 112 layout that
/// ArcFace, SFace and MobileFaceNet are trained on).
/// </summary>
internal static class AlignedFace
{
    public const int Side = 112;

    /// <summary>Most samples along each axis of one pixel: larger faces are coarser than any model sees.</summary>
    private const int MostSamples = 6;

    private static readonly Vector2[] s_layout =
    [
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f),
        new(41.5493f, 92.3655f), new(70.7299f, 92.2041f),
    ];

    /// <summary>Writes three planes of <see cref="Side"/> × <see cref="Side"/>.</summary>
    public static void Take(ChromaPicture picture, FaceMarks marks, MatcherModel model, Span<float> planes)
    {
        const int Plane = Side * Side;
        var (turn, shift) = Fit(
            [marks.LeftEye, marks.RightEye, marks.Nose, marks.LeftMouth, marks.RightMouth]);
        var samples = Math.Clamp((int)MathF.Ceiling(turn.Length()), 1, MostSamples);
        for (var at = 0; at < Plane; at++)
        {
            var colour = Vector3.Zero;
            for (var i = 0; i < samples * samples; i++)
            {
                var part = (new Vector2(i % samples, i / samples) + new Vector2(0.5f)) / samples;
                var place = new Vector2(at % Side, at / Side) + part - new Vector2(0.5f);
                colour += Sample(picture, Turned(place, turn) + shift);
            }

            colour = ((colour / (samples * samples)) - new Vector3(model.Mean)) * model.Scale;
            planes[at] = model.Bgr ? colour.Z : colour.X;
            planes[Plane + at] = colour.Y;
            planes[(2 * Plane) + at] = model.Bgr ? colour.X : colour.Z;
        }
    }

    /// <summary>The similarity that brings the layout nearest to the points, by least squares.</summary>
    /// <returns>Place in the picture = place in the layout, turned and scaled, and shifted.</returns>
    private static (Vector2 Turn, Vector2 Shift) Fit(ReadOnlySpan<Vector2> points)
    {
        var (from, to) = (Vector2.Zero, Vector2.Zero);
        for (var i = 0; i < points.Length; i++) (from, to) = (from + s_layout[i], to + points[i]);
        (from, to) = (from / points.Length, to / points.Length);
        var (turn, squares) = (Vector2.Zero, 0f);
        for (var i = 0; i < points.Length; i++)
        {
            var (p, q) = (s_layout[i] - from, points[i] - to);
            turn += new Vector2((p.X * q.X) + (p.Y * q.Y), (p.X * q.Y) - (p.Y * q.X));
            squares += p.LengthSquared();
        }

        turn /= squares;
        return (turn, to - Turned(from, turn));
    }

    private static Vector2 Turned(Vector2 place, Vector2 turn) =>
        new((place.X * turn.X) - (place.Y * turn.Y), (place.X * turn.Y) + (place.Y * turn.X));

    private static Vector3 Sample(ChromaPicture picture, Vector2 at)
    {
        var luma = Sample(picture.Luma, at);
        if (picture.Blue.Width == 0) return new Vector3(luma);
        var size = new Vector2(picture.Luma.Width, picture.Luma.Height);
        var smaller = new Vector2(picture.Blue.Width, picture.Blue.Height) / size;
        var there = ((at + new Vector2(0.5f)) * smaller) - new Vector2(0.5f);
        var colour = Jfif.ToColour(luma, Sample(picture.Blue, there), Sample(picture.Red, there));
        return new Vector3(colour.Red, colour.Green, colour.Blue);
    }

    /// <summary>Between four pixels; beyond the border it is repeated.</summary>
    private static float Sample(GrayPicture plane, Vector2 at)
    {
        var x = Math.Clamp(at.X, 0, plane.Width - 1);
        var y = Math.Clamp(at.Y, 0, plane.Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, plane.Width - 1), Math.Min(top + 1, plane.Height - 1));
        var pixels = plane.Pixels.Span;
        var upper = float.Lerp(pixels[(top * plane.Width) + left], pixels[(top * plane.Width) + right], x - left);
        var lower = float.Lerp(pixels[(bottom * plane.Width) + left], pixels[(bottom * plane.Width) + right], x - left);
        return float.Lerp(upper, lower, y - top);
    }
}
