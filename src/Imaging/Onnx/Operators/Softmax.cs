namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Shares that add up to one along an axis; before opset 13 along all axes from it on.</summary>
internal static class Softmax
{
    public static Computed? Build(NodeView node)
    {
        if (node.Input(0) is not { Rank: > 0 } x || Tensor.Of([.. x.Dims]) is not { } y) return null;
        if (NodeView.Axis(node.Integer("axis", node.Opset >= 13 ? -1 : 1), x.Rank) is not { } axis) return null;
        var step = node.Opset >= 13 ? x.Stride(axis) : 1;
        var count = node.Opset >= 13 ? x.Dims[axis] : x.Stride(axis) * x.Dims[axis];
        return Computed.Of(y, () => Run(x.Values, y.Values, count, step), 8L * x.Length);
    }

    private static void Run(ReadOnlySpan<float> x, Span<float> y, int count, int step)
    {
        for (var outer = 0; outer < x.Length; outer += count * step)
        {
            for (var inner = 0; inner < step; inner++) Line(x[(outer + inner)..], y[(outer + inner)..], count, step);
        }
    }

    private static void Line(ReadOnlySpan<float> x, Span<float> y, int count, int step)
    {
        var (most, sum) = (float.MinValue, 0f);
        for (var i = 0; i < count; i++) most = MathF.Max(most, x[i * step]);
        for (var i = 0; i < count; i++) sum += y[i * step] = MathF.Exp(x[i * step] - most);
        for (var i = 0; i < count; i++) y[i * step] /= sum;
    }
}
