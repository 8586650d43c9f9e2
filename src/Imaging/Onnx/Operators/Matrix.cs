using System.Numerics;
using System.Runtime.InteropServices;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Products of matrices, many numbers at once: where nearly all time of a network goes.</summary>
internal static class Matrix
{
    private const int Rows = 4;

    /// <summary>Columns that are computed together.</summary>
    public static int Block { get; } = 2 * Vector<float>.Count;



    /// <summary>Scratch that <see cref="Multiply"/> needs for columns that fill no block.</summary>
    public static float[] Scratch(int rows, int depth) => new float[(rows + depth) * Block];

    /// <summary>c = a · b + bias of the row.</summary>
    /// <param name="a">Rows × depth, without gaps.</param>
    /// <param name="b">Depth × columns; from row to row <paramref name="bStep"/>.</param>
    /// <param name="bStep">At least the columns.</param>
    /// <param name="c">Rows × columns; from row to row <paramref name="cStep"/>.</param>
    /// <param name="cStep">At least the columns.</param>
    /// <param name="columns">Columns of b and c.</param>
    /// <param name="bias">One for each row.</param>
    /// <param name="scratch">Of <see cref="Scratch"/>.</param>
    public static void Multiply(
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        int bStep,
        Span<float> c,
        int cStep,
        int columns,
        ReadOnlySpan<float> bias,
        Span<float> scratch)
    {
        var (rows, depth) = (bias.Length, a.Length / bias.Length);
        var whole = columns - (columns % Block);
        for (var at = 0; at < whole; at += Block) Blocks(a, b[at..], bStep, c[at..], cStep, bias);
        if (whole == columns) return;
        // The rest is computed as a whole block beside, with zeros behind it.
        var left = scratch[..(depth * Block)];
        var right = scratch.Slice(depth * Block, rows * Block);
        left.Clear();
        var rest = columns - whole;
        for (var i = 0; i < depth; i++) b.Slice((i * bStep) + whole, rest).CopyTo(left[(i * Block)..]);
        Blocks(a, left, Block, right, Block, bias);
        for (var i = 0; i < rows; i++) right.Slice(i * Block, rest).CopyTo(c[((i * cStep) + whole)..]);
    }

    /// <summary>Sum of products.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (sums, i) = (Vector<float>.Zero, 0);
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Blocks(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, int bStep, Span<float> c, int cStep, ReadOnlySpan<float> bias)
    {
        var depth = a.Length / bias.Length;
        var row = 0;
        for (; row <= bias.Length - Rows; row += Rows)
        {
            Four(a.Slice(row * depth, Rows * depth), b, bStep, c[(row * cStep)..], cStep, bias.Slice(row, Rows));
        }

        for (; row < bias.Length; row++) One(a.Slice(row * depth, depth), b, bStep, c[(row * cStep)..], bias[row]);
    }

    /// <summary>Four rows of one block: eight sums that stay in registers.</summary>
    private static void Four(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, int bStep, Span<float> c, int cStep, ReadOnlySpan<float> bias)
    {
        var depth = a.Length / Rows;
        InvariantException.Require(b.Length >= ((depth - 1) * bStep) + Block, "matrix too small");
        ref var right = ref MemoryMarshal.GetReference(b);
        Vector<float> s00 = new(bias[0]), s10 = new(bias[1]), s20 = new(bias[2]), s30 = new(bias[3]);
        var (s01, s11, s21, s31) = (s00, s10, s20, s30);
        var a1 = a[depth..];
        var a2 = a[(2 * depth)..];
        var a3 = a[(3 * depth)..];
        for (var i = 0; i < depth; i++)
        {
            var at = (nuint)(i * bStep);
            var b0 = Vector.LoadUnsafe(ref right, at);
            var b1 = Vector.LoadUnsafe(ref right, at + (nuint)Vector<float>.Count);
            var w = new Vector<float>(a[i]);
            (s00, s01) = (Vector.MultiplyAddEstimate(w, b0, s00), Vector.MultiplyAddEstimate(w, b1, s01));
            w = new Vector<float>(a1[i]);
            (s10, s11) = (Vector.MultiplyAddEstimate(w, b0, s10), Vector.MultiplyAddEstimate(w, b1, s11));
            w = new Vector<float>(a2[i]);
            (s20, s21) = (Vector.MultiplyAddEstimate(w, b0, s20), Vector.MultiplyAddEstimate(w, b1, s21));
            w = new Vector<float>(a3[i]);
            (s30, s31) = (Vector.MultiplyAddEstimate(w, b0, s30), Vector.MultiplyAddEstimate(w, b1, s31));
        }

        Store(s00, s01, c);
        Store(s10, s11, c[cStep..]);
        Store(s20, s21, c[(2 * cStep)..]);
        Store(s30, s31, c[(3 * cStep)..]);
    }

    private static void One(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int bStep, Span<float> c, float bias)
    {
        var (s0, s1) = (new Vector<float>(bias), new Vector<float>(bias));
        for (var i = 0; i < a.Length; i++)
        {
            var line = b.Slice(i * bStep, Block);
            var w = new Vector<float>(a[i]);
            s0 = Vector.MultiplyAddEstimate(w, new Vector<float>(line), s0);
            s1 = Vector.MultiplyAddEstimate(w, new Vector<float>(line[Vector<float>.Count..]), s1);
        }

        Store(s0, s1, c);
    }

    private static void Store(Vector<float> first, Vector<float> second, Span<float> to)
    {
        first.CopyTo(to);
        second.CopyTo(to[Vector<float>.Count..]);
    }
}
