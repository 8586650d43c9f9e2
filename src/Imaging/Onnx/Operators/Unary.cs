using System.Numerics;

namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Operators that treat each number alone.</summary>
internal static class Unary
{
    public static Computed? Build(NodeView node, Func<float, float> function)
    {
        if (node.Input(0) is not { } x || Tensor.Of([.. x.Dims]) is not { } y) return null;
        return Computed.Of(y, () => Run(x.Values, y.Values, function));
    }

    public static Computed? Relu(NodeView node)
    {
        if (node.Input(0) is not { } x || Tensor.Of([.. x.Dims]) is not { } y) return null;
        return Computed.Of(y, () => Relu(x.Values, y.Values));
    }

    public static Computed? LeakyRelu(NodeView node)
    {
        var slope = node.Real("alpha", 0.01f);
        return Build(node, value => value < 0 ? slope * value : value);
    }

    public static Computed? HardSigmoid(NodeView node)
    {
        var (slope, offset) = (node.Real("alpha", 0.2f), node.Real("beta", 0.5f));
        return Build(node, value => Math.Clamp((slope * value) + offset, 0, 1));
    }

    /// <summary>Bounds were settings until opset 11, then inputs.</summary>
    public static Computed? Clip(NodeView node)
    {
        var (least, most) = (node.Real("min", float.MinValue), node.Real("max", float.MaxValue));
        if (node.Opset >= 11)
        {
            if (!TryBound(node, 1, ref least) || !TryBound(node, 2, ref most)) return null;
        }

        return least <= most ? Build(node, value => Math.Clamp(value, least, most)) : null;
    }

    private static bool TryBound(NodeView node, int index, ref float bound)
    {
        if (node.Lacks(index)) return true;
        if (node.Constant(index) is not { Length: 1 } given) return false;
        bound = given.Values[0];
        return true;
    }

    private static void Relu(ReadOnlySpan<float> x, Span<float> y)
    {
        var i = 0;
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Max(new Vector<float>(x[i..]), Vector<float>.Zero).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++) y[i] = MathF.Max(x[i], 0);
    }

    private static void Run(ReadOnlySpan<float> x, Span<float> y, Func<float, float> function)
    {
        for (var i = 0; i < y.Length; i++) y[i] = function(x[i]);
    }
}
