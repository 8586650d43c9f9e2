using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Scales a picture into planes of red, green and blue, as networks take them.</summary>
internal sealed class ColourScaler(int width, int height)
{
    private readonly float[] _luma = new float[width * height];
    private readonly float[] _blue = new float[width * height];
    private readonly float[] _red = new float[width * height];

    /// <summary>Scales the whole picture to fit, from the upper left corner; what is left stays zero.</summary>
    /// <param name="picture">Gray ones are equal in all planes.</param>
    /// <param name="red">Width × height of this, 0 to 255.</param>
    /// <param name="green">As <paramref name="red"/>.</param>
    /// <param name="blue">As <paramref name="red"/>.</param>
    /// <returns>Pixels of the picture to one of the planes.</returns>
    public float Fill(ChromaPicture picture, Span<float> red, Span<float> green, Span<float> blue)
    {
        var luma = picture.Luma;
        var scale = Math.Max((float)luma.Width / width, (float)luma.Height / height);
        var across = Math.Clamp((int)MathF.Round(luma.Width / scale), 1, width);
        var down = Math.Clamp((int)MathF.Round(luma.Height / scale), 1, height);
        Scale(luma, _luma, across, down);
        var coloured = picture.Blue.Width > 0;
        if (coloured) Scale(picture.Blue, _blue, across, down);
        if (coloured) Scale(picture.Red, _red, across, down);
        red.Clear();
        green.Clear();
        blue.Clear();
        for (var y = 0; y < down; y++)
        {
            for (var x = 0; x < across; x++)
            {
                var (from, to) = ((y * across) + x, (y * width) + x);
                var colour = coloured ? Jfif.ToColour(_luma[from], _blue[from], _red[from])
                    : new MeanColour(_luma[from], _luma[from], _luma[from]);
                (red[to], green[to], blue[to]) = (colour.Red, colour.Green, colour.Blue);
            }
        }

        return scale;
    }

    /// <summary>Forgets the last picture.</summary>
    public void Zero()
    {
        _luma.AsSpan().Clear();
        _blue.AsSpan().Clear();
        _red.AsSpan().Clear();
    }

    private static void Scale(GrayPicture plane, Span<float> to, int across, int down) => Resampler.Scale(
        plane.Pixels.Span,
        plane.Width,
        plane.Height,
        new Resampler.Area(0, 0, plane.Width, plane.Height),
        to[..(across * down)],
        across,
        down);
}

/// <summary>Luminance, and chroma at its own size or none.</summary>
internal readonly record struct ChromaPicture(GrayPicture Luma, GrayPicture Blue, GrayPicture Red)
{
    public override string ToString() => $"{Luma.Width} × {Luma.Height}";
}

/// <summary>Colours of JPEG files.</summary>
internal static class Jfif
{
    /// <summary>BT.601 full range.</summary>
    public static MeanColour ToColour(float luma, float blue, float red) => new(
        Math.Clamp(luma + (1.402f * (red - 128)), 0, 255),
        Math.Clamp(luma - (0.344136f * (blue - 128)) - (0.714136f * (red - 128)), 0, 255),
        Math.Clamp(luma + (1.772f * (blue - 128)), 0, 255));
}
