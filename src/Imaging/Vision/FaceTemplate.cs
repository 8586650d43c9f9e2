using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>A face as 24 × 30 brightness values without their mean and with unit length.</summary>
internal sealed class FaceTemplate
{
    public const int Width = 24;
    public const int Height = 30;
    private readonly float[] _values = new float[Width * Height];

    public void Take(Picture picture, Resampler.Area area)
    {
        Resampler.Scale(picture.Luma, picture.Width, picture.Height, area, _values, Width, Height);
        var mean = 0f;
        foreach (var value in _values) mean += value / _values.Length;
        var squares = 0f;
        foreach (var value in _values) squares += (value - mean) * (value - mean);
        var length = MathF.Max(MathF.Sqrt(squares), 1e-3f);
        for (var i = 0; i < _values.Length; i++) _values[i] = (_values[i] - mean) / length;
    }

    public float Correlate(FaceTemplate other)
    {
        var sum = 0f;
        for (var i = 0; i < _values.Length; i++) sum += _values[i] * other._values[i];
        return sum;
    }

    public void Zero() => _values.AsSpan().Clear();

    /// <summary>Where a face is in a portrait in which none was found.</summary>
    public static Resampler.Area Middle(Resampler.Area whole) =>
        new(whole.Width * 0.2f, whole.Height * 0.2f, whole.Width * 0.6f, whole.Width * 0.6f);

    /// <summary>The box, and boxes a little aside, larger and smaller: detections are not exact.</summary>
    public static IEnumerable<Resampler.Area> Neighbours(FaceBox box)
    {
        float[] shifts = [-0.08f, -0.04f, 0, 0.04f, 0.08f];
        float[] scales = [0.9f, 1, 1.1f];
        foreach (var scale in scales)
        {
            var (width, height) = (box.Width * scale, box.Height * scale);
            foreach (var down in shifts)
            {
                foreach (var across in shifts)
                {
                    var x = box.X + ((box.Width - width) / 2) + (across * width);
                    yield return new(x, box.Y + ((box.Height - height) / 2) + (down * height), width, height);
                }
            }
        }
    }
}
