using System.Numerics;

namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>A convolution in which each channel has its own kernel and meets no other.</summary>
internal sealed class PlaneConvolution
{
    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly Tensor _weights;
    private readonly Window _window;
    private readonly float[] _bias;
    private readonly int _width;
    private readonly float[] _padded;

    private PlaneConvolution(Tensor x, Tensor y, Tensor weights, Window window, float[] bias)
    {
        (_x, _y, _weights, _window, _bias) = (x, y, weights, window, bias);
        _width = window.Input.Width + window.Pads.Left + window.Pads.Right;
        var height = window.Input.Height + window.Pads.Top + window.Pads.Bottom;
        _padded = new float[_width * height];
    }

    public static Computed? Build(Tensor x, Tensor y, Tensor weights, Window window, float[] bias, long work)
    {
        var width = (long)window.Input.Width + window.Pads.Left + window.Pads.Right;
        var held = width * (window.Input.Height + window.Pads.Top + window.Pads.Bottom);
        if (held > OnnxLimits.MostElements) return null;
        return Computed.Of(y, new PlaneConvolution(x, y, weights, window, bias).Run, work, held);
    }

    private void Run()
    {
        var (size, pixels) = (_x.Stride(1), _y.Stride(1));
        for (var channel = 0; channel < _bias.Length; channel++)
        {
            Pad(_x.Values.Slice(channel * size, size));
            var weights = _weights.Values.Slice(channel * _window.Taps, _window.Taps);
            var to = _y.Values.Slice(channel * pixels, pixels);
            for (var row = 0; row < _window.Output.Height; row++)
            {
                Row(row, weights, _bias[channel], to.Slice(row * _window.Output.Width, _window.Output.Width));
            }
        }
    }

    /// <summary>The zeros round the plane were there from the beginning.</summary>
    private void Pad(ReadOnlySpan<float> plane)
    {
        var width = _window.Input.Width;
        for (var row = 0; row < _window.Input.Height; row++)
        {
            var to = ((row + _window.Pads.Top) * _width) + _window.Pads.Left;
            plane.Slice(row * width, width).CopyTo(_padded.AsSpan(to));
        }
    }

    private void Row(int row, ReadOnlySpan<float> weights, float bias, Span<float> to)
    {
        var top = row * _window.Stride.Y * _width;
        var i = 0;
        if (_window.Stride.X == 1)
        {
            for (; i <= to.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var sum = new Vector<float>(bias);
                for (var tap = 0; tap < weights.Length; tap++)
                {
                    var from = new Vector<float>(_padded, top + At(tap) + i);
                    sum = Vector.MultiplyAddEstimate(new Vector<float>(weights[tap]), from, sum);
                }

                sum.CopyTo(to[i..]);
            }
        }

        for (; i < to.Length; i++)
        {
            var sum = bias;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += weights[tap] * _padded[top + At(tap) + (i * _window.Stride.X)];
            }

            to[i] = sum;
        }
    }

    private int At(int tap) => (tap / _window.Kernel.X * _window.Dilation.Y * _width)
        + (tap % _window.Kernel.X * _window.Dilation.X);
}
