using System.Runtime.InteropServices;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>Writes baseline JPEG with libjpeg-turbo 2.1 (TurboJPEG API 2). One caller at a time.</summary>
internal sealed unsafe partial class JpegWriter : IDisposable
{
    private const string Library = "libturbojpeg.so.0";
    private nint _handle;

    public byte[] WriteColour(int width, int height, ReadOnlySpan<byte> rgb, int quality) =>
        Write(width, height, 3, rgb, 0, 2, quality);

    public byte[] WriteGray(int width, int height, ReadOnlySpan<byte> gray, int quality) =>
        Write(width, height, 1, gray, 6, 3, quality);

    public void Dispose()
    {
        _ = _handle == 0 ? 0 : tjDestroy(_handle);
        _handle = 0;
    }

    private byte[] Write(int width, int height, int bytes, ReadOnlySpan<byte> dots, int format, int samples, int quality)
    {
        _handle = _handle == 0 ? tjInitCompress() : _handle;
        byte* file = null;
        nuint length = 0;
        fixed (byte* from = dots)
        {
            _ = tjCompress2(_handle, from, width, width * bytes, height, format, ref file, ref length, samples, quality, 0);
        }

        var jpeg = new ReadOnlySpan<byte>(file, (int)length).ToArray();
        tjFree(file);
        return jpeg;
    }

    [LibraryImport(Library)]
    private static partial nint tjInitCompress();

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);

    [LibraryImport(Library)]
    private static partial int tjCompress2(
        nint handle, byte* from, int width, int pitch, int height, int format, ref byte* file, ref nuint length,
        int samples, int quality, int flags);

    [LibraryImport(Library)]
    private static partial void tjFree(byte* file);
}
