using System.Numerics;
using System.Runtime.InteropServices;

namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Operators of two tensors, the smaller repeated along the larger.</summary>
internal static class Binary
{
    /// <summary>One operation, for many numbers at once.</summary>
    public interface IOperation
    {
        Vector<float> Of(Vector<float> a, Vector<float> b);
    }

    public static Computed? Build<T>(NodeView node, T operation)
        where T : struct, IOperation =>
        node.Input(0) is { } a && node.Input(1) is { } b ? Build(a, b, operation) : null;

    /// <summary>PRelu; slopes of the channels may come without the dimensions behind the channel.</summary>
    public static Computed? Slopes(NodeView node)
    {
        if (node.Input(0) is not { } x || node.Constant(1) is not { } slopes) return null;
        if (x.Rank == 4 && slopes.Rank == 1 && slopes.Length == x.Dims[1]) slopes = slopes.As(slopes.Length, 1, 1);
        return slopes is null ? null : Build(x, slopes, new Slope());
    }

    private static Computed? Build<T>(Tensor a, Tensor b, T operation)
        where T : struct, IOperation
    {
        var rank = Math.Max(a.Rank, b.Rank);
        var (dims, aSteps, bSteps) = (new int[rank], new int[rank], new int[rank]);
        for (var i = 0; i < rank; i++)
        {
            var (fromA, fromB) = (DimOf(a, i - rank + a.Rank), DimOf(b, i - rank + b.Rank));
            if (fromA != fromB && fromA != 1 && fromB != 1) return null;
            dims[i] = Math.Max(fromA, fromB);
            aSteps[i] = fromA == 1 ? 0 : a.Stride(i - rank + a.Rank);
            bSteps[i] = fromB == 1 ? 0 : b.Stride(i - rank + b.Rank);
        }

        if (Tensor.Of(dims) is not { } y) return null;
        var walk = Runs.Of(dims, aSteps, bSteps);
        return Computed.Of(y, () => Walk(a.Values, b.Values, y.Values, walk, operation));
    }

    private static int DimOf(Tensor tensor, int axis) => axis < 0 ? 1 : tensor.Dims[axis];

    private static void Walk<T>(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, Runs runs, T operation)
        where T : struct, IOperation
    {
        Span<int> at = stackalloc int[OnnxLimits.MostRank];
        at.Clear();
        for (var start = 0; start < y.Length; start += runs.Length)
        {
            var (fromA, fromB) = runs.Next(at);
            var line = y.Slice(start, runs.Length);
            var first = a.Slice(fromA, runs.StepA == 0 ? 1 : runs.Length);
            var second = b.Slice(fromB, runs.StepB == 0 ? 1 : runs.Length);
            Line(first, second, line, operation);
        }
    }

    private static void Line<T>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, T operation)
        where T : struct, IOperation
    {
        var i = 0;
        var (sameA, sameB) = (new Vector<float>(a[0]), new Vector<float>(b[0]));
        var (manyA, manyB) = (a.Length == y.Length, b.Length == y.Length);
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var left = manyA ? new Vector<float>(a[i..]) : sameA;
            operation.Of(left, manyB ? new Vector<float>(b[i..]) : sameB).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = operation.Of(manyA ? new Vector<float>(a[i]) : sameA, manyB ? new Vector<float>(b[i]) : sameB)[0];
        }
    }

    public readonly struct Add : IOperation
    {
        public Vector<float> Of(Vector<float> a, Vector<float> b) => a + b;
    }

    public readonly struct Subtract : IOperation
    {
        public Vector<float> Of(Vector<float> a, Vector<float> b) => a - b;
    }

    public readonly struct Multiply : IOperation
    {
        public Vector<float> Of(Vector<float> a, Vector<float> b) => a * b;
    }

    public readonly struct Divide : IOperation
    {
        public Vector<float> Of(Vector<float> a, Vector<float> b) => a / b;
    }

    /// <summary>PRelu: what is below zero is multiplied.</summary>
    public readonly struct Slope : IOperation
    {
        public Vector<float> Of(Vector<float> a, Vector<float> b) =>
            Vector.ConditionalSelect(Vector.LessThan(a, Vector<float>.Zero), a * b, a);
    }

    /// <summary>
    /// The last dimensions as one run over which each tensor is either walked or repeated; the others are counted.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Runs(int Length, int StepA, int StepB, int[] Dims, int[] ASteps, int[] BSteps)
    {
        public static Runs Of(int[] dims, int[] aSteps, int[] bSteps)
        {
            var (length, outer) = (1, dims.Length);
            var (stepA, stepB) = (-1, -1);
            while (outer > 0)
            {
                var (a, b) = (aSteps[outer - 1], bSteps[outer - 1]);
                if (dims[outer - 1] > 1)
                {
                    // A run goes on while both tensors go on as they did.
                    if (stepA >= 0 && (a != (stepA == 0 ? 0 : length) || b != (stepB == 0 ? 0 : length))) break;
                    if (stepA < 0) (stepA, stepB) = (a, b);
                }

                length *= dims[--outer];
            }

            return new Runs(length, Math.Max(stepA, 0), Math.Max(stepB, 0), dims[..outer], aSteps, bSteps);
        }

        /// <summary>Where the run begins in both tensors; goes on to the next.</summary>
        public (int A, int B) Next(Span<int> at)
        {
            var (a, b) = (0, 0);
            for (var i = 0; i < Dims.Length; i++) (a, b) = (a + (at[i] * ASteps[i]), b + (at[i] * BSteps[i]));
            for (var i = Dims.Length - 1; i >= 0 && ++at[i] == Dims[i]; i--) at[i] = 0;
            return (a, b);
        }
    }
}
