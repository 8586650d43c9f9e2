using KioskSuite.Imaging;
using KioskSuite.KioskInABox.Camera;
using KioskSuite.KioskInABox.Camera.Rendering;

namespace KioskSuite.KioskInABox.IdReader;

/// <summary>Portraits in the chips of documents: the owner's head, frontal, evenly lit, grey.</summary>
internal static class Portraits
{
    /// <summary>Room for the file in the photo's block.</summary>
    public const int LargestBytes = 1016;

    /// <summary>Dots of the drawing for one of the portrait, along each side.</summary>
    private const int Fine = 4;
    private const int Drawn = 32;
    private const int BestQuality = 92;

    // Width, height, and the quality below which the next smaller one is the better picture.
    private static readonly (int Width, int Height, int Least)[] s_sizes =
        [(72, 90, 42), (66, 82, 42), (60, 75, 40), (48, 60, 1)];

    // Many simulated kiosks share a process, and drawing takes its time.
    private static readonly Lazy<byte[]>[] s_portraits =
        [.. Enumerable.Range(0, Drawn).Select(face => new Lazy<byte[]>(() => Draw(face)))];

    /// <summary>A JPEG of at most <see cref="LargestBytes"/>; always the same for one face.</summary>
    public static byte[] Of(int face) => [.. face < Drawn ? s_portraits[face].Value : Draw(face)];

    private static byte[] Draw(int face)
    {
        using var writer = new JpegWriter();
        foreach (var (width, height, least) in s_sizes)
        {
            var grey = Sit(face, width, height);
            for (var quality = BestQuality; quality >= least; quality--)
            {
                if (writer.WriteGray(width, height, grey, quality) is { Length: <= LargestBytes } jpeg)
                {
                    return jpeg;
                }
            }
        }

        throw new InvalidOperationException("no portrait is small enough");
    }

    private static byte[] Sit(int face, int width, int height)
    {
        var renderer = new Renderer(width * Fine, height * Fine, focal: width * Fine * 3.1f);
        var rgb = new byte[renderer.Width * renderer.Height * 3];
        var sitter = new LiveFace(face, new Pose(0, Y: -8, Distance: 660));
        renderer.RenderStill(new HeadScene(sitter, Lighting.Even), rgb);
        var grey = new byte[width * height];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = Grey(rgb, renderer.Width, i % width * Fine, i / width * Fine);
        }

        return grey;
    }

    private static byte Grey(byte[] rgb, int width, int left, int top)
    {
        var sum = 0;
        for (var dot = 0; dot < Fine * Fine; dot++)
        {
            var at = (((top + (dot / Fine)) * width) + left + (dot % Fine)) * 3;
            sum += (299 * rgb[at]) + (587 * rgb[at + 1]) + (114 * rgb[at + 2]);
        }

        return (byte)(sum / (1000 * Fine * Fine));
    }
}
