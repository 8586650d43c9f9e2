namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Conv, also in groups: as a product of matrices, or plane by plane where every channel is alone.</summary>
internal sealed class Convolution
{
    /// <summary>Most numbers of the unrolled part of a picture.</summary>
    private const int MostUnrolled = 1 << 17;

    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly Tensor _weights;
    private readonly Window _window;
    private readonly float[] _bias;
    private readonly int _groups;
    private readonly float[] _scratch;
    private readonly float[] _unrolled;

    private Convolution(Tensor x, Tensor y, Tensor weights, Window window, float[] bias, int groups)
    {
        (_x, _y, _weights, _window, _bias, _groups) = (x, y, weights, window, bias, groups);
        _scratch = Matrix.Scratch(bias.Length / groups, Depth);
        _unrolled = window.IsPoint ? [] : new float[Depth * Tile];
    }

    private int Channels => _x.Dims[1] / _groups;

    private int Depth => Channels * _window.Taps;

    private int Pixels => _window.Output.Height * _window.Output.Width;

    /// <summary>Pixels of the result that are unrolled together.</summary>
    private int Tile => Math.Min(Pixels, Math.Max(Matrix.Block, MostUnrolled / Depth / Matrix.Block * Matrix.Block));

    public static Computed? Build(NodeView node)
    {
        if (node.Input(0) is not { Rank: 4 } x || node.Constant(1) is not { Rank: 4, Length: > 0 } w) return null;
        var groups = node.Integer("group", 1);
        var (made, channels) = (w.Dims[0], x.Dims[1]);
        if (x.Dims[0] != 1 || groups < 1 || groups > channels) return null;
        if (made % groups != 0 || channels != w.Dims[1] * groups) return null;
        if (!node.Lacks(2) && node.Constant(2) is not { Rank: 1 }) return null;
        var bias = node.Constant(2)?.Values.ToArray() ?? new float[made];
        if (bias.Length != made || Window.Of(node, x, (w.Dims[2], w.Dims[3])) is not { } window) return null;
        if (Tensor.Of(1, made, window.Output.Height, window.Output.Width) is not { } y) return null;
        var work = (long)y.Length * w.Dims[1] * window.Taps;
        if (w.Dims[1] == 1 && made == channels && !window.IsPoint)
        {
            return PlaneConvolution.Build(x, y, w, window, bias, work);
        }

        var held = ((made / groups) + (2L * w.Dims[1] * window.Taps)) * Matrix.Block;
        if (held > OnnxLimits.MostElements) return null;
        return Computed.Of(y, new Convolution(x, y, w, window, bias, (int)groups).Run, work, held + MostUnrolled);
    }

    private void Run()
    {
        var rows = _bias.Length / _groups;
        var x = _x.Values;
        var y = _y.Values;
        for (var group = 0; group < _groups; group++)
        {
            var weights = _weights.Values.Slice(group * rows * Depth, rows * Depth);
            var bias = _bias.AsSpan(group * rows, rows);
            var from = x.Slice(group * Channels * _x.Stride(1), Channels * _x.Stride(1));
            var to = y.Slice(group * rows * Pixels, rows * Pixels);
            if (_window.IsPoint)
            {
                Matrix.Multiply(weights, from, Pixels, to, Pixels, Pixels, bias, _scratch);
                continue;
            }

            for (var first = 0; first < Pixels; first += Tile)
            {
                var count = Math.Min(Tile, Pixels - first);
                Unroll(from, first, count);
                Matrix.Multiply(weights, _unrolled, Tile, to[first..], Pixels, count, bias, _scratch);
            }
        }
    }

    /// <summary>Writes for each tap of each channel the pixels it meets, one row of the matrix.</summary>
    private void Unroll(ReadOnlySpan<float> x, int first, int count)
    {
        var plane = _window.Input.Height * _window.Input.Width;
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var tap = 0; tap < _window.Taps; tap++)
            {
                var row = _unrolled.AsSpan(((channel * _window.Taps) + tap) * Tile, count);
                Gather(x.Slice(channel * plane, plane), tap, first, row);
            }
        }
    }

    private void Gather(ReadOnlySpan<float> plane, int tap, int first, Span<float> to)
    {
        var (down, across) = (tap / _window.Kernel.X * _window.Dilation.Y, tap % _window.Kernel.X * _window.Dilation.X);
        var (height, width) = _window.Input;
        var row = first / _window.Output.Width;
        var column = first % _window.Output.Width;
        for (var i = 0; i < to.Length; row++, column = 0)
        {
            var y = (row * _window.Stride.Y) - _window.Pads.Top + down;
            var end = Math.Min(to.Length, i + _window.Output.Width - column);
            for (; i < end; i++, column++)
            {
                var x = (column * _window.Stride.X) - _window.Pads.Left + across;
                to[i] = (uint)y < (uint)height && (uint)x < (uint)width ? plane[(y * width) + x] : 0;
            }
        }
    }
}
