using KioskSuite.Imaging;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>A camera that wanders over one still picture: the way from and to a kiosk, 640 × 480.</summary>
internal static class PortraitFilm
{
    public const int Width = 640;
    public const int Height = 480;
    private const int Quality = 85;

    /// <summary>The same pictures each time.</summary>
    /// <param name="portrait">An upright portrait, its face about a fifth of it, above the middle.</param>
    /// <param name="count">How many pictures.</param>
    public static IReadOnlyList<byte[]> Shoot(PngImage portrait, int count)
    {
        var rgb = new byte[Width * Height * 3];
        using var writer = new JpegWriter();
        var film = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            var phase = 2 * Math.PI * i / count;
            var zoom = 1.6 + (0.3 * Math.Sin(phase));
            var (x, y) = ((portrait.Width * 0.45) + (12 * Math.Sin(2 * phase)),
                (portrait.Height * 0.26) + (8 * Math.Cos(3 * phase)));
            Frame(portrait, x, y, 1 / zoom, rgb);
            film.Add(writer.WriteColour(Width, Height, rgb, Quality));
        }

        return film;
    }

    /// <summary>Samples the picture round a centre; beyond its edge the edge goes on.</summary>
    private static void Frame(PngImage from, double centreX, double centreY, double step, Span<byte> rgb)
    {
        var at = 0;
        for (var row = 0; row < Height; row++)
        {
            var y = Math.Clamp(centreY + ((row - (Height / 2.0)) * step), 0, from.Height - 1.001);
            for (var column = 0; column < Width; column++)
            {
                var x = Math.Clamp(centreX + ((column - (Width / 2.0)) * step), 0, from.Width - 1.001);
                for (var channel = 0; channel < 3; channel++) rgb[at++] = Sample(from, x, y, channel);
            }
        }
    }

    private static byte Sample(PngImage from, double x, double y, int channel)
    {
        var (left, top) = ((int)x, (int)y);
        var (right, down) = (x - left, y - top);
        double At(int column, int row) => from.Rgb[(((row * from.Width) + column) * 3) + channel];
        var upper = (At(left, top) * (1 - right)) + (At(left + 1, top) * right);
        var lower = (At(left, top + 1) * (1 - right)) + (At(left + 1, top + 1) * right);
        return (byte)Math.Round((upper * (1 - down)) + (lower * down));
    }
}
