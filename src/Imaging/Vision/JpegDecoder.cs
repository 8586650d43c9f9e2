namespace KioskSuite.Imaging.Vision;

/// <summary>Decodes untrusted JPEG files into planes. Bounded before the decoder sees them.</summary>
internal sealed unsafe class JpegDecoder : IDisposable
{
    /// <summary>Longest file.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>Longest side of a picture.</summary>
    public const int MostSide = 1920;

    /// <summary>Shortest side of a camera's picture.</summary>
    public const int LeastSide = 64;

    private const int MostPixels = 2_100_000;
    private TurboJpeg.Handle? _handle;

    /// <summary>Decodes into planes of luminance and chroma.</summary>
    /// <param name="jpeg">Whatever arrived.</param>
    /// <param name="leastSide">Least width and height.</param>
    /// <param name="picture">Empty unless the answer is true.</param>
    /// <returns>False for a file that is no baseline JPEG, is damaged or cut off, or breaks the bounds.</returns>
    public bool TryDecode(ReadOnlySpan<byte> jpeg, int leastSide, Picture picture)
    {
        if (jpeg.Length > MostBytes || JpegHeader.Parse(jpeg) is not { } header || !Fits(header, leastSide))
        {
            picture.Zero();
            return false;
        }

        _handle ??= TurboJpeg.tjInitDecompress();
        bool decoded;
        fixed (byte* file = jpeg)
        {
            decoded = !_handle.IsInvalid && Decode(_handle, file, (nuint)jpeg.Length, header, picture);
        }

        if (!decoded) picture.Zero();
        return decoded;
    }

    public void Dispose() => _handle?.Dispose();

    private static bool Fits(JpegHeader header, int leastSide) =>
        Math.Min(header.Width, header.Height) >= leastSide && Math.Max(header.Width, header.Height) <= MostSide
        && header.Width * header.Height <= MostPixels;

    private static bool Decode(TurboJpeg.Handle handle, byte* file, nuint length, JpegHeader header, Picture picture)
    {
        var read = TurboJpeg.tjDecompressHeader3(
            handle, file, length, out var width, out var height, out var samples, out _);
        if (read != 0) return false;
        if (width != header.Width || height != header.Height) return false;
        if (header.Components == 1 != (samples == TurboJpeg.SamplesGray)) return false;
        var stride = TurboJpeg.tjPlaneWidth(0, width, samples);
        var lumaBytes = stride * TurboJpeg.tjPlaneHeight(0, height, samples);
        var gray = header.Components == 1;
        var chromaWidth = gray ? 0 : TurboJpeg.tjPlaneWidth(1, width, samples);
        var chromaHeight = gray ? 0 : TurboJpeg.tjPlaneHeight(1, height, samples);
        var (luma, blue, red) = picture.Take(width, height, lumaBytes, chromaWidth, chromaHeight);
        fixed (byte* y = luma, cb = blue, cr = red)
        {
            var planes = stackalloc byte*[] { y, cb, cr };
            var strides = stackalloc int[] { stride, chromaWidth, chromaWidth };
            if (TurboJpeg.tjDecompressToYUVPlanes(
                    handle, file, length, planes, width, strides, height, TurboJpeg.StopOnWarning) != 0)
            {
                return false;
            }
        }

        CloseGaps(luma, width, height, stride);
        return true;
    }

    /// <summary>The decoder pads rows to whole chroma samples.</summary>
    private static void CloseGaps(byte[] luma, int width, int height, int stride)
    {
        if (stride == width) return;
        for (var row = 1; row < height; row++) luma.AsSpan(row * stride, width).CopyTo(luma.AsSpan(row * width));
    }
}
