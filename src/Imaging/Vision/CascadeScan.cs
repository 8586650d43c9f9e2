using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KioskSuite.Imaging.Vision;

/// <summary>Asks a cascade about windows side by side; they differ by one column, so plain loads serve all.</summary>
internal static unsafe class CascadeScan
{
    /// <summary>A stump with its places in the sums of one picture size.</summary>
    public readonly record struct Placed(int Corner, int Across, int Down, float Inside, float Outside);

    /// <summary>Places the stumps for rows of <paramref name="stride"/> sums.</summary>
    public static void Place(Cascade cascade, int stride, Span<Placed> placed)
    {
        for (var i = 0; i < placed.Length; i++)
        {
            var stump = cascade.Stumps[i];
            placed[i] = new Placed(
                (stump.Y * stride) + stump.X,
                stump.BlockWidth,
                stump.BlockHeight * stride,
                stump.Inside,
                stump.Outside);
        }
    }

    /// <summary>The windows with corners at <paramref name="sums"/> and the 15 to the right, bit by bit.</summary>
    public static uint Ask(
        ushort* sums, uint alive, ReadOnlySpan<CascadeStage> stages, Placed* stumps, byte* subsets) =>
        Avx2.IsSupported ? AskTogether(sums, alive, stages, stumps, subsets)
            : AskOneByOne(sums, alive, stages, stumps, subsets);

    /// <summary>The same, written plainly: what machines without AVX2 run and tests compare with.</summary>
    internal static uint AskOneByOne(
        ushort* sums, uint alive, ReadOnlySpan<CascadeStage> stages, Placed* stumps, byte* subsets)
    {
        var passed = 0u;
        for (var lane = 0; lane < ScaledIntegral.Lanes; lane++)
        {
            if ((alive >> lane & 1) != 0 && Passes(sums + lane, stages, stumps, subsets)) passed |= 1u << lane;
        }

        return passed;
    }

    private static bool Passes(ushort* sums, ReadOnlySpan<CascadeStage> stages, Placed* stump, byte* subset)
    {
        foreach (var stage in stages)
        {
            var votes = 0f;
            for (var i = 0; i < stage.Count; i++, stump++, subset += Cascade.SubsetBytes)
            {
                var pattern = Pattern(sums + stump->Corner, stump->Across, stump->Down);
                votes += (subset[pattern >> 3] >> (pattern & 7) & 1) != 0 ? stump->Inside : stump->Outside;
            }

            if (votes < stage.Threshold) return false;
        }

        return true;
    }

    private static int Pattern(ushort* at, int across, int down)
    {
        var centre = Block(at + down + across, across, down);
        var pattern = 0;
        ReadOnlySpan<(int X, int Y)> clockwise = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)];
        foreach (var (x, y) in clockwise)
        {
            pattern = (pattern << 1) | (Block(at + (y * down) + (x * across), across, down) >= centre ? 1 : 0);
        }

        return pattern;
    }

    private static ushort Block(ushort* at, int across, int down) =>
        (ushort)(at[down + across] - at[down] - at[across] + at[0]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint AskTogether(
        ushort* sums, uint alive, ReadOnlySpan<CascadeStage> stages, Placed* stump, byte* subset)
    {
        foreach (var stage in stages)
        {
            var (low, high) = (Vector256<float>.Zero, Vector256<float>.Zero);
            for (var i = 0; i < stage.Count; i++, stump++, subset += Cascade.SubsetBytes)
            {
                var patterns = Patterns(sums + stump->Corner, stump->Across, stump->Down);
                var outside = Outside(patterns, subset).AsInt16();
                var (yes, no) = (Vector256.Create(stump->Inside), Vector256.Create(stump->Outside));
                low += Avx.BlendVariable(
                    yes, no, Avx2.ConvertToVector256Int32(outside.GetLower()).AsSingle());
                high += Avx.BlendVariable(
                    yes, no, Avx2.ConvertToVector256Int32(outside.GetUpper()).AsSingle());
            }

            var threshold = Vector256.Create(stage.Threshold);
            alive &= Vector256.GreaterThanOrEqual(low, threshold).ExtractMostSignificantBits()
                | Vector256.GreaterThanOrEqual(high, threshold).ExtractMostSignificantBits() << 8;
            if (alive == 0) return 0;
        }

        return alive;
    }

    /// <summary>Bit 7 is the block at the top left, then clockwise; set where not darker than the centre.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Patterns(ushort* at, int across, int down)
    {
        var (a0, a1, a2) = Differences(at, across);
        at += down;
        var (b0, b1, b2) = Differences(at, across);
        at += down;
        var (c0, c1, c2) = Differences(at, across);
        at += down;
        var (d0, d1, d2) = Differences(at, across);
        var centre = c1 - b1;
        return (AtLeast(b0 - a0, centre) & Vector256.Create((ushort)128))
            | (AtLeast(b1 - a1, centre) & Vector256.Create((ushort)64))
            | (AtLeast(b2 - a2, centre) & Vector256.Create((ushort)32))
            | (AtLeast(c2 - b2, centre) & Vector256.Create((ushort)16))
            | (AtLeast(d2 - c2, centre) & Vector256.Create((ushort)8))
            | (AtLeast(d1 - c1, centre) & Vector256.Create((ushort)4))
            | (AtLeast(d0 - c0, centre) & Vector256.Create((ushort)2))
            | (AtLeast(c0 - b0, centre) & Vector256.Create((ushort)1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<ushort> First, Vector256<ushort> Second, Vector256<ushort> Third) Differences(
        ushort* at, int across)
    {
        var (left, second) = (Vector256.Load(at), Vector256.Load(at + across));
        var (third, right) = (Vector256.Load(at + (2 * across)), Vector256.Load(at + (3 * across)));
        return (second - left, third - second, right - third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> AtLeast(Vector256<ushort> block, Vector256<ushort> centre) =>
        Vector256.Equals(Avx2.Max(block, centre), block);

    /// <summary>All ones where the pattern's bit in the subset is not set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Outside(Vector256<ushort> patterns, byte* subset)
    {
        var index = (patterns >>> 3 & Vector256.Create((ushort)15)).AsByte();
        var first = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(subset), index);
        var second = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(subset + 16), index);
        var bytes = Avx2.BlendVariable(first, second, patterns.AsByte());
        var bits = Avx2.Shuffle(
            Vector256.Create(0x8040201008040201ul).AsByte(), (patterns & Vector256.Create((ushort)7)).AsByte());
        var set = (bytes & bits).AsUInt16() & Vector256.Create((ushort)255);
        return Vector256.Equals(set, Vector256<ushort>.Zero);
    }
}
