using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging.Vision;

/// <summary>An endless pattern that is known between pixels too, so that any shift of it is exact.</summary>
internal static class Wallpaper
{
    private static readonly (double X, double Y, double Phase)[] s_waves =
        [.. Enumerable.Range(0, 14).Select(i => (Frequency(i, 1), Frequency(i, 2), Hash(i, 3) * Math.Tau))];

    public static GrayPicture Gray(int width, int height, double shiftX = 0, double shiftY = 0, double light = 0)
    {
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = (byte)Math.Clamp(Math.Round(At(x - shiftX, y - shiftY) + light), 0, 255);
            }
        }

        return new GrayPicture(pixels, width, height);
    }

    public static byte[] Jpeg(int width, int height, double shiftX = 0, double shiftY = 0)
    {
        using var writer = new JpegWriter();
        return writer.WriteGray(width, height, Gray(width, height, shiftX, shiftY).Pixels.Span, 95);
    }

    public static byte[] ColourJpeg(int width, int height, byte red, byte green, byte blue)
    {
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < rgb.Length; i += 3) (rgb[i], rgb[i + 1], rgb[i + 2]) = (red, green, blue);
        using var writer = new JpegWriter();
        return writer.WriteColour(width, height, rgb, 95);
    }

    private static double At(double x, double y)
    {
        var sum = 0.0;
        foreach (var wave in s_waves) sum += Math.Sin((wave.X * x) + (wave.Y * y) + wave.Phase);
        return 120 + (sum * 9);
    }

    /// <summary>Periods of 9 to 60 pixels in all directions.</summary>
    private static double Frequency(int wave, int axis)
    {
        var angle = Hash(wave, 7) * Math.Tau;
        var length = Math.Tau / (9 + (51 * Hash(wave, 11)));
        return length * (axis == 1 ? Math.Cos(angle) : Math.Sin(angle));
    }

    private static double Hash(int a, int b)
    {
        var value = Math.Sin((a * 127.1) + (b * 311.7)) * 43758.5453;
        return value - Math.Floor(value);
    }
}
