using System.Numerics;

namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>BatchNormalization as it is used, not as it is trained: a factor and an offset for each channel.</summary>
internal static class Normalization
{
    public static Computed? Build(NodeView node)
    {
        if (node.Input(0) is not { Rank: >= 2 } x || Tensor.Of([.. x.Dims]) is not { } y) return null;
        if (node.Integer("training_mode", 0) != 0 || node.Integer("spatial", 1) != 1) return null;
        var channels = x.Dims[1];
        var numbers = new Tensor[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (node.Constant(i + 1) is not { Rank: 1 } given || given.Length != channels) return null;
            numbers[i] = given;
        }

        var (factors, offsets) = (new float[channels], new float[channels]);
        var epsilon = node.Real("epsilon", 1e-5f);
        for (var c = 0; c < channels; c++)
        {
            factors[c] = numbers[0].Values[c] / MathF.Sqrt(numbers[3].Values[c] + epsilon);
            offsets[c] = numbers[1].Values[c] - (numbers[2].Values[c] * factors[c]);
        }

        var size = x.Stride(1);
        return Computed.Of(y, () => Run(x.Values, y.Values, size, factors, offsets));
    }

    private static void Run(
        ReadOnlySpan<float> x, Span<float> y, int size, ReadOnlySpan<float> factors, ReadOnlySpan<float> offsets)
    {
        for (var start = 0; start < x.Length; start += size)
        {
            var channel = start / size % factors.Length;
            var (factor, offset) = (factors[channel], offsets[channel]);
            Line(x.Slice(start, size), y.Slice(start, size), factor, offset);
        }
    }

    private static void Line(ReadOnlySpan<float> x, Span<float> y, float factor, float offset)
    {
        var i = 0;
        var (factors, offsets) = (new Vector<float>(factor), new Vector<float>(offset));
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ((new Vector<float>(x[i..]) * factors) + offsets).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++) y[i] = (x[i] * factor) + offset;
    }
}
