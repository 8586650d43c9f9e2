using KioskSuite.Devices;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Imaging;

/// <summary>Writes baseline JPEG files as cameras and document makers do. One caller at a time.</summary>
public sealed unsafe class JpegWriter : IDisposable
{
    private const int MostSide = 4096;
    private TurboJpeg.Handle? _handle;

    /// <param name="width">Pixels per row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 4096.</param>
    /// <param name="rgb">Rows from the top, 3 bytes per pixel.</param>
    /// <param name="quality">1 to 100.</param>
    /// <returns>A file with chroma sampled at half width and half height.</returns>
    public byte[] WriteColour(int width, int height, ReadOnlySpan<byte> rgb, int quality) =>
        Write(width, height, 3, rgb, TurboJpeg.Rgb, TurboJpeg.Samples420, quality);

    /// <param name="width">Pixels per row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 4096.</param>
    /// <param name="gray">Rows from the top, 1 byte per pixel.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] WriteGray(int width, int height, ReadOnlySpan<byte> gray, int quality) =>
        Write(width, height, 1, gray, TurboJpeg.Gray, TurboJpeg.SamplesGray, quality);

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    private byte[] Write(
        int width, int height, int bytes, ReadOnlySpan<byte> pixels, int format, int samples, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(width is >= 1 and <= MostSide, true, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNotEqual(height is >= 1 and <= MostSide, true, nameof(height));
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, width * height * bytes);
        _handle ??= TurboJpeg.tjInitCompress();
        byte* file = null;
        nuint length = 0;
        try
        {
            fixed (byte* from = pixels)
            {
                var done = TurboJpeg.tjCompress2(
                    _handle, from, width, width * bytes, height, format, ref file, ref length, samples, quality, 0);
                InvariantException.Require(done == 0, "turbojpeg does not compress");
            }

            return new ReadOnlySpan<byte>(file, checked((int)length)).ToArray();
        }
        finally
        {
            TurboJpeg.tjFree(file);
        }
    }
}
