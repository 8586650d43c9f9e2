namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>The largest or the mean of what a window sees; what lies outside the picture is not seen.</summary>
internal static class Pooling
{
    public static Computed? Build(NodeView node)
    {
        if (node.Input(0) is not { Rank: 4 } x || Window.Of(node, x, null) is not { } window) return null;
        if (Tensor.Of(x.Dims[0], x.Dims[1], window.Output.Height, window.Output.Width) is not { } y) return null;
        // Padding as large as the kernel would leave windows that see nothing.
        if (Math.Max(window.Pads.Top, window.Pads.Bottom) >= window.Kernel.Y) return null;
        if (Math.Max(window.Pads.Left, window.Pads.Right) >= window.Kernel.X) return null;
        var largest = node.Node.Operator == "MaxPool";
        if (window.Dilation != (1, 1) || (!largest && node.Integer("ceil_mode", 0) != 0)) return null;
        var divisor = !largest && node.Integer("count_include_pad", 0) == 1 ? window.Taps : 0;
        return Computed.Of(y, () => Run(x, y, window, largest, divisor), (long)y.Length * window.Taps);
    }

    public static Computed? Global(NodeView node)
    {
        if (node.Input(0) is not { Rank: 4 } x || Tensor.Of(x.Dims[0], x.Dims[1], 1, 1) is not { } y) return null;
        var size = x.Stride(1);
        return Computed.Of(y, () => Means(x.Values, y.Values, size), x.Length);
    }

    private static void Means(ReadOnlySpan<float> x, Span<float> y, int size)
    {
        for (var i = 0; i < y.Length; i++)
        {
            var sum = 0f;
            foreach (var value in x.Slice(i * size, size)) sum += value;
            y[i] = sum / size;
        }
    }

    private static void Run(Tensor x, Tensor y, Window window, bool largest, int divisor)
    {
        var (from, to) = (x.Stride(1), y.Stride(1));
        for (var plane = 0; plane < x.Length / from; plane++)
        {
            var source = x.Values.Slice(plane * from, from);
            var target = y.Values.Slice(plane * to, to);
            for (var i = 0; i < target.Length; i++)
            {
                var top = (i / window.Output.Width * window.Stride.Y) - window.Pads.Top;
                var left = (i % window.Output.Width * window.Stride.X) - window.Pads.Left;
                target[i] = See(source, window, top, left, largest, divisor);
            }
        }
    }

    private static float See(ReadOnlySpan<float> plane, Window window, int top, int left, bool largest, int divisor)
    {
        var (most, sum) = (float.NegativeInfinity, 0f);
        var (bottom, right) = (top + window.Kernel.Y, left + window.Kernel.X);
        (top, left) = (Math.Max(top, 0), Math.Max(left, 0));
        bottom = Math.Min(bottom, window.Input.Height);
        right = Math.Min(right, window.Input.Width);
        for (var y = top; y < bottom; y++)
        {
            foreach (var value in plane[((y * window.Input.Width) + left)..((y * window.Input.Width) + right)])
            {
                most = MathF.Max(most, value);
                sum += value;
            }
        }

        return largest ? most : sum / (divisor > 0 ? divisor : (bottom - top) * (right - left));
    }
}
