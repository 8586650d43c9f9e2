using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Part of a picture at another size: bilinear when it grows, weighted means when it shrinks.</summary>
internal static class Resampler
{
    /// <summary>Scales <paramref name="area"/>. Where it reaches over the border, the border is repeated.</summary>
    public static void Scale(
        ReadOnlySpan<byte> pixels, int width, int height, Area area, Span<float> to, int toWidth, int toHeight)
    {
        var across = new Taps(area.X, area.Width, toWidth, width);
        var down = new Taps(area.Y, area.Height, toHeight, height);
        var row = new float[toWidth];
        to.Clear();
        // Each source row is scaled once and added to all rows it takes part in.
        for (var y = down.First; y <= down.Last; y++)
        {
            across.Apply(pixels.Slice(y * width, width), row);
            for (var i = 0; i < toHeight; i++)
            {
                var weight = down.Weight(i, y);
                if (weight == 0) continue;
                var line = to.Slice(i * toWidth, toWidth);
                for (var x = 0; x < toWidth; x++) line[x] += row[x] * weight;
            }
        }

        row.AsSpan().Clear();
    }

    /// <summary>A rectangle between pixels.</summary>
    public readonly record struct Area(float X, float Y, float Width, float Height)
    {
        public static Area Of(FaceBox box) => new(box.X, box.Y, box.Width, box.Height);
    }

    /// <summary>Weights of source pixels along one axis: triangles as wide as the step, at least a pixel.</summary>
    private readonly ref struct Taps
    {
        private readonly int[] _starts;
        private readonly float[][] _weights;

        public Taps(float from, float length, int count, int limit)
        {
            _starts = new int[count];
            _weights = new float[count][];
            var step = length / count;
            var reach = Math.Max(step, 1);
            for (var i = 0; i < count; i++)
            {
                var centre = from + ((i + 0.5f) * step) - 0.5f;
                var first = (int)MathF.Ceiling(centre - reach);
                var last = (int)MathF.Floor(centre + reach);
                var start = Math.Clamp(first, 0, limit - 1);
                var weights = new float[Math.Clamp(last, start, limit - 1) - start + 1];
                var sum = 0f;
                for (var at = first; at <= last; at++)
                {
                    var weight = 1 - (MathF.Abs(at - centre) / reach);
                    weights[Math.Clamp(at, start, start + weights.Length - 1) - start] += weight;
                    sum += weight;
                }

                for (var k = 0; k < weights.Length; k++) weights[k] /= sum;
                (_starts[i], _weights[i]) = (start, weights);
            }

            First = _starts[0];
            Last = _starts[^1] + _weights[^1].Length - 1;
        }

        public int First { get; }

        public int Last { get; }

        public float Weight(int result, int source)
        {
            var at = source - _starts[result];
            return at >= 0 && at < _weights[result].Length ? _weights[result][at] : 0;
        }

        public void Apply(ReadOnlySpan<byte> line, Span<float> results)
        {
            for (var i = 0; i < results.Length; i++)
            {
                var sum = 0f;
                var start = _starts[i];
                foreach (var weight in _weights[i]) sum += line[start++] * weight;
                results[i] = sum;
            }
        }
    }
}
