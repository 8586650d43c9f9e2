using System.Numerics;
using System.Runtime.CompilerServices;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// Pyramidal optical flow after Lucas and Kanade: 3 levels, 15 × 15 pixels. A point that does not come back to where
/// it started, or whose surroundings look different now, is lost.
/// </summary>
internal sealed unsafe class LucasKanade
{
    /// <summary>Bytes that a register may read behind the last pixel.</summary>
    public const int Overreach = 32;

    private const int Iterations = 10;
    private const int Margin = FlowPatch.Half + 1;
    private const float Still = 0.02f;

    /// <summary>Least slope in every direction, in gray levels squared: even ground cannot be followed.</summary>
    private const float LeastSlope = 0.5f;

    /// <summary>Most pixels between a point and where it comes back to.</summary>
    private const float MostReturn = 0.5f;

    /// <summary>Most variance of what differs: a share of the patch's own, and noise.</summary>
    private const float MostChange = 0.3f;
    private const float NoiseVariance = 36;

    private readonly Pyramid _from = new();
    private readonly Pyramid _to = new();

    /// <inheritdoc cref="IVision.Follow"/>
    public void Follow(
        GrayPicture from, GrayPicture to, ReadOnlySpan<Vector2> starts, Span<Vector2> ends, Span<bool> found)
    {
        InvariantException.Require(from.Width == to.Width && from.Height == to.Height, "pictures differ in size");
        _from.Fill(from);
        _to.Fill(to);
        fixed (byte* a0 = from.Pixels.Span, b0 = to.Pixels.Span)
        fixed (byte* a1 = _from[1], b1 = _to[1], a2 = _from[2], b2 = _to[2])
        {
            var a = stackalloc byte*[] { a0, a1, a2 };
            var b = stackalloc byte*[] { b0, b1, b2 };
            for (var i = 0; i < starts.Length; i++)
            {
                ends[i] = starts[i];
                found[i] = TryTrack(a, b, starts[i], out var end)
                    && TryTrack(b, a, end, out var back)
                    && Vector2.Distance(back, starts[i]) <= MostReturn;
                if (found[i]) ends[i] = end;
            }
        }
    }

    /// <summary>Forgets the last pictures.</summary>
    public void Zero()
    {
        _from.Zero();
        _to.Zero();
    }

    [SkipLocalsInit]
    private bool TryTrack(byte** from, byte** to, Vector2 start, out Vector2 end)
    {
        end = start;
        if (!float.IsFinite(start.X) || !float.IsFinite(start.Y)) return false;
        FlowPatch patch;
        Unsafe.SkipInit(out patch);
        for (var level = Pyramid.Levels - 1; level >= 0; level--)
        {
            var here = ToLevel(start, level);
            if (!IsInside(here, level)) continue;
            var stride = _from.Width >> level;
            patch.Take(from[level], stride, here.X, here.Y);
            if (patch.Least < LeastSlope) continue;
            if (Approach(ref patch, to[level], level, ToLevel(end, level), out var there))
            {
                end = FromLevel(there, level);
                if (level == 0) return true;
            }
            else if (level == 0)
            {
                return false;
            }
        }

        return false;
    }

    private bool Approach(ref FlowPatch patch, byte* pixels, int level, Vector2 guess, out Vector2 there)
    {
        there = guess;
        var residual = float.MaxValue;
        for (var i = 0; i < Iterations; i++)
        {
            if (!IsInside(there, level)) return false;
            var (x, y) = patch.Step(pixels, _from.Width >> level, there.X, there.Y, out residual);
            there += new Vector2(x, y);
            if ((x * x) + (y * y) < Still * Still) break;
        }

        return IsInside(there, level) && residual <= (MostChange * patch.Variance) + NoiseVariance;
    }

    /// <summary>False for what is no number, too.</summary>
    private bool IsInside(Vector2 at, int level) =>
        at.X >= Margin && at.Y >= Margin
        && at.X < (_from.Width >> level) - Margin - 1 && at.Y < (_from.Height >> level) - Margin - 2;

    private static Vector2 ToLevel(Vector2 at, int level) =>
        ((at + new Vector2(0.5f)) / (1 << level)) - new Vector2(0.5f);

    private static Vector2 FromLevel(Vector2 at, int level) =>
        ((at + new Vector2(0.5f)) * (1 << level)) - new Vector2(0.5f);
}
