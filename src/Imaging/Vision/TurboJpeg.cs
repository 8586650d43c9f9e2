using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Imaging.Vision;

/// <summary>What pictures need of libjpeg-turbo 2.1 (TurboJPEG API 2); names are the library's own.</summary>
internal static unsafe partial class TurboJpeg
{
    private const string Library = "libturbojpeg.so.0";

    /// <summary>TJPF_RGB.</summary>
    public const int Rgb = 0;

    /// <summary>TJPF_GRAY.</summary>
    public const int Gray = 6;

    /// <summary>TJSAMP_420.</summary>
    public const int Samples420 = 2;

    /// <summary>TJSAMP_GRAY.</summary>
    public const int SamplesGray = 3;

    /// <summary>TJFLAG_STOPONWARNING: a cut-off file is an error.</summary>
    public const int StopOnWarning = 8192;

    [LibraryImport(Library)]
    public static partial Handle tjInitDecompress();

    [LibraryImport(Library)]
    public static partial Handle tjInitCompress();

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);

    /// <returns>0, or -1 when the header makes no sense.</returns>
    [LibraryImport(Library)]
    public static partial int tjDecompressHeader3(
        Handle handle,
        byte* jpeg,
        nuint length,
        out int width,
        out int height,
        out int subsampling,
        out int colourSpace);

    /// <returns>0, or -1 on an error and, with <see cref="StopOnWarning"/>, a warning.</returns>
    [LibraryImport(Library)]
    public static partial int tjDecompressToYUVPlanes(
        Handle handle, byte* jpeg, nuint length, byte** planes, int width, int* strides, int height, int flags);

    /// <summary>Width of plane 0 (Y), 1 (Cb) or 2 (Cr).</summary>
    [LibraryImport(Library)]
    public static partial int tjPlaneWidth(int plane, int width, int subsampling);

    /// <summary>Height of plane 0 (Y), 1 (Cb) or 2 (Cr).</summary>
    [LibraryImport(Library)]
    public static partial int tjPlaneHeight(int plane, int height, int subsampling);

    /// <param name="handle">Of <see cref="tjInitCompress"/>.</param>
    /// <param name="dots">Rows from the top.</param>
    /// <param name="width">Dots per row.</param>
    /// <param name="pitch">Bytes per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="format"><see cref="Rgb"/> or <see cref="Gray"/>.</param>
    /// <param name="jpeg">Allocated by the library; released by <see cref="tjFree"/>.</param>
    /// <param name="length">Bytes at <paramref name="jpeg"/>.</param>
    /// <param name="subsampling"><see cref="Samples420"/> or <see cref="SamplesGray"/>.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="flags">None.</param>
    [LibraryImport(Library)]
    public static partial int tjCompress2(
        Handle handle,
        byte* dots,
        int width,
        int pitch,
        int height,
        int format,
        ref byte* jpeg,
        ref nuint length,
        int subsampling,
        int quality,
        int flags);

    [LibraryImport(Library)]
    public static partial void tjFree(byte* buffer);

    /// <summary>A compressor or decompressor; one caller at a time.</summary>
    public sealed class Handle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle() => tjDestroy(handle) == 0;
    }
}
