namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Products with a matrix of the model: fully connected layers.</summary>
internal static class Products
{
    public static Computed? Gemm(NodeView node)
    {
        if (node.Input(0) is not { Rank: 2 } x || node.Constant(1) is not { Rank: 2, Length: > 0 } w) return null;
        if (node.Integer("transA", 0) != 0) return null;
        var turned = node.Integer("transB", 0) != 0;
        var (depth, columns) = turned ? (w.Dims[1], w.Dims[0]) : (w.Dims[0], w.Dims[1]);
        var bias = new float[columns];
        if (!node.Lacks(2))
        {
            if (node.Constant(2) is not { } given || (given.Length != columns && given.Length != 1)) return null;
            for (var i = 0; i < columns; i++) bias[i] = given.Values[i % given.Length] * node.Real("beta", 1);
        }

        if (x.Dims[1] != depth || Tensor.Of(x.Dims[0], columns) is not { } y) return null;
        return Build(x, turned ? w.Values.ToArray() : Turn(w), bias, y, node.Real("alpha", 1));
    }

    public static Computed? MatMul(NodeView node)
    {
        if (node.Input(0) is not { Rank: > 0 } x || node.Constant(1) is not { Rank: 2, Length: > 0 } w) return null;
        if (x.Dims[^1] != w.Dims[0]) return null;
        int[] dims = [.. x.Dims];
        dims[^1] = w.Dims[1];
        return Tensor.Of(dims) is { } y ? Build(x, Turn(w), new float[w.Dims[1]], y, 1) : null;
    }

    private static Computed? Build(Tensor x, float[] turned, float[] bias, Tensor y, float factor) =>
        Computed.Of(
            y,
            () => Run(x.Values, turned, bias, y.Values, factor),
            (long)y.Length * turned.Length / bias.Length,
            turned.Length + bias.Length);

    private static void Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> turned, ReadOnlySpan<float> bias, Span<float> y, float factor)
    {
        var depth = turned.Length / bias.Length;
        for (var i = 0; i < y.Length; i++)
        {
            var (row, column) = (i / bias.Length, i % bias.Length);
            var product = Matrix.Dot(x.Slice(row * depth, depth), turned.Slice(column * depth, depth));
            y[i] = (factor * product) + bias[column];
        }
    }

    /// <summary>Columns as rows, so that both factors are read in order.</summary>
    private static float[] Turn(Tensor w)
    {
        var turned = new float[w.Length];
        var (rows, columns) = (w.Dims[0], w.Dims[1]);
        for (var i = 0; i < turned.Length; i++) turned[i] = w.Values[(i % rows * columns) + (i / rows)];
        return turned;
    }
}
