namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>How a kernel goes over a picture.</summary>
/// <param name="Kernel">Height, width.</param>
/// <param name="Stride">Down, across.</param>
/// <param name="Dilation">Down, across.</param>
/// <param name="Pads">Top, left, bottom, right.</param>
/// <param name="Input">Height, width.</param>
/// <param name="Output">Height, width.</param>
internal sealed record Window(
    (int Y, int X) Kernel,
    (int Y, int X) Stride,
    (int Y, int X) Dilation,
    (int Top, int Left, int Bottom, int Right) Pads,
    (int Height, int Width) Input,
    (int Height, int Width) Output)
{
    /// <summary>True where a kernel of one pixel goes over every pixel.</summary>
    public bool IsPoint => Kernel == (1, 1) && Stride == (1, 1) && Pads == default;

    public int Taps => Kernel.Y * Kernel.X;

    /// <param name="node">With the settings of a convolution or a pooling.</param>
    /// <param name="x">N × C × height × width.</param>
    /// <param name="kernel">Height and width that the weights have; null to take them from the node.</param>
    /// <returns>Null for settings that make no sense or are not supported.</returns>
    public static Window? Of(NodeView node, Tensor x, (int Y, int X)? kernel)
    {
        var padding = node.Text("auto_pad", "NOTSET");
        if (x.Rank != 4 || padding is not ("NOTSET" or "VALID")) return null;
        var strides = node.Steps("strides", 2, 1, 1);
        var dilations = node.Steps("dilations", 2, 1, 1);
        var pads = padding == "VALID" ? new int[4] : node.Steps("pads", 4, 0, 0);
        var size = node.Steps("kernel_shape", 2, 1, 0);
        if (strides is null || dilations is null || pads is null || size is null) return null;
        var taps = kernel ?? (size[0], size[1]);
        if (taps.Y < 1 || taps.X < 1 || (size[0] != 0 && (size[0], size[1]) != taps)) return null;
        var up = node.Integer("ceil_mode", 0) == 1;
        var height = Count(x.Dims[2] + pads[0] + pads[2], taps.Y, strides[0], dilations[0], up);
        var width = Count(x.Dims[3] + pads[1] + pads[3], taps.X, strides[1], dilations[1], up);
        // A window that begins behind the picture would see nothing of it.
        if (up && (height - 1) * strides[0] >= x.Dims[2] + pads[0]) height--;
        if (up && (width - 1) * strides[1] >= x.Dims[3] + pads[1]) width--;
        if (height < 1 || width < 1) return null;
        return new Window(
            taps,
            (strides[0], strides[1]),
            (dilations[0], dilations[1]),
            (pads[0], pads[1], pads[2], pads[3]),
            (x.Dims[2], x.Dims[3]),
            (height, width));
    }

    private static int Count(int length, int kernel, int stride, int dilation, bool up)
    {
        var left = (long)length - (((long)kernel - 1) * dilation) - 1;
        if (left < 0) return 0;
        return (int)((left + (up ? stride - 1 : 0)) / stride) + 1;
    }
}
