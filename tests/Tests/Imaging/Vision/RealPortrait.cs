using System.Diagnostics;
using KioskSuite.Imaging;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Imaging.Vision;

/// <summary>
/// A photograph in the public domain of one person, of Debian's python3-skimage: 512 × 512, the face 76 pixels wide
/// round
/// (224, 122). It is unpacked beside the build, as <c>./kiosk test</c> does before.
/// </summary>
internal static class RealPortrait
{
    public const int FaceX = 224;
    public const int FaceY = 122;
    public const int FaceWidth = 76;
    private const string InPackage = "./usr/lib/python3/dist-packages/skimage/data/astronaut.png";

    public static async Task<PngImage> ReadAsync(CancellationToken stop)
    {
        var folder = Repository.PathTo("artifacts/pictures");
        using var unpack = Process.Start(
            Repository.PathTo("deploy/unpack-deb.sh"), ["python3-skimage", InPackage, folder]);
        await unpack.WaitForExitAsync(stop);
        unpack.ExitCode.ShouldBe(0, "the portrait cannot be unpacked");
        return PngReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder, "astronaut.png"), stop)).Value;
    }

    /// <summary>The part of the photograph round the face, larger, as a camera before a kiosk would see it.</summary>
    public static byte[] AsFrame(PngImage photo, int width, int height, double zoom, double centreX, double centreY)
    {
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var fromX = Math.Clamp(centreX + ((x - (width / 2.0)) / zoom), 0, photo.Width - 1.01);
                var fromY = Math.Clamp(centreY + ((y - (height / 2.0)) / zoom), 0, photo.Height - 1.01);
                Sample(photo, fromX, fromY, rgb.AsSpan(((y * width) + x) * 3, 3));
            }
        }

        using var writer = new JpegWriter();
        return writer.WriteColour(width, height, rgb, 90);
    }

    private static void Sample(PngImage photo, double x, double y, Span<byte> to)
    {
        var (left, top) = ((int)x, (int)y);
        var (right, down) = (x - left, y - top);
        for (var i = 0; i < 3; i++)
        {
            var at = (((top * photo.Width) + left) * 3) + i;
            var below = at + (photo.Width * 3);
            var upper = (photo.Rgb[at] * (1 - right)) + (photo.Rgb[at + 3] * right);
            var lower = (photo.Rgb[below] * (1 - right)) + (photo.Rgb[below + 3] * right);
            to[i] = (byte)Math.Round((upper * (1 - down)) + (lower * down));
        }
    }
}
