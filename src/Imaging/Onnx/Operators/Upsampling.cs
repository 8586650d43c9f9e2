namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Resize and Upsample: each pixel a whole number of times, as feature pyramids do.</summary>
internal static class Upsampling
{
    private const int MostFactor = 16;

    public static Computed? Build(NodeView node)
    {
        if (node.Input(0) is not { Rank: 4 } x || !IsRepeating(node)) return null;
        if (Factor(node, x, 0) != 1 || Factor(node, x, 1) != 1) return null;
        if (Factor(node, x, 2) is not { } down || Factor(node, x, 3) is not { } across) return null;
        if (Tensor.Of(x.Dims[0], x.Dims[1], x.Dims[2] * down, x.Dims[3] * across) is not { } y) return null;
        return Computed.Of(y, () => Run(x, y, down, across));
    }

    /// <summary>With whole factors these forms, and not every one, repeat each pixel.</summary>
    private static bool IsRepeating(NodeView node)
    {
        if (node.Text("mode", "nearest") != "nearest") return false;
        if (node.Opset < 11) return true;
        var rounding = node.Text("nearest_mode", "round_prefer_floor");
        return node.Text("coordinate_transformation_mode", "half_pixel") switch
        {
            "asymmetric" => rounding == "floor",
            "half_pixel" or "pytorch_half_pixel" => rounding is "round_prefer_floor" or "round_prefer_ceil",
            _ => false,
        };
    }

    /// <summary>Scales are the second input before opset 11, then the third; sizes are the fourth.</summary>
    private static int? Factor(NodeView node, Tensor x, int axis)
    {
        if (node.Opset >= 11 && node.Integers(3) is { Length: 4 } sizes)
        {
            return sizes[axis] % x.Dims[axis] == 0 ? Bounded(sizes[axis] / x.Dims[axis]) : null;
        }

        if (node.Constant(node.Opset >= 11 ? 2 : 1) is not { Length: 4 } scales) return null;
        var scale = scales.Values[axis];
        return scale is >= 1 and <= MostFactor && scale == MathF.Floor(scale) ? (int)scale : null;
    }

    private static int? Bounded(long factor) => factor is >= 1 and <= MostFactor ? (int)factor : null;

    private static void Run(Tensor x, Tensor y, int down, int across)
    {
        var width = x.Dims[3];
        var line = width * across;
        for (var row = 0; row < x.Length / width; row++)
        {
            var from = x.Values.Slice(row * width, width);
            var to = y.Values.Slice(row * down * line, line);
            for (var i = 0; i < line; i++) to[i] = from[i / across];
            for (var i = 1; i < down; i++) to.CopyTo(y.Values[(((row * down) + i) * line)..]);
        }
    }
}
