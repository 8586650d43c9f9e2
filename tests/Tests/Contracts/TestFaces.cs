using KioskSuite.Devices;

namespace KioskSuite.Tests.Contracts;

/// <summary>Card faces for tests.</summary>
internal static class TestFaces
{
    /// <summary>Noise, with stretches of pure black and pure white as text and background have.</summary>
    public static CardImage Random(int seed)
    {
        var random = new Random(seed);
        var face = Blank();
        random.NextBytes(face.Rgb);
        for (var i = 0; i < 200; i++)
        {
            var at = random.Next(face.Rgb.Length / 3) * 3;
            face.Rgb.AsSpan(at, Math.Min(3 * random.Next(1500), face.Rgb.Length - at)).Fill((byte)(i % 2 * 255));
        }

        return face;
    }

    /// <summary>All white.</summary>
    public static CardImage Blank()
    {
        var rgb = new byte[CardImage.Width * CardImage.Height * 3];
        Array.Fill(rgb, byte.MaxValue);
        return new CardImage(rgb);
    }

    public static void Put(this CardImage face, int column, int row, byte red, byte green, byte blue)
    {
        var at = ((row * CardImage.Width) + column) * 3;
        (face.Rgb[at], face.Rgb[at + 1], face.Rgb[at + 2]) = (red, green, blue);
    }
}
