using System.Security.Cryptography;
using KioskSuite.Devices;
using static KioskSuite.Imaging.NativeDrawing;

namespace KioskSuite.Imaging;

/// <summary>A Cairo surface of one card face over memory of our own, so that it can be zeroed.</summary>
internal sealed class Canvas : IDisposable
{
    private const int BytesPerDot = 4;
    private const int Bytes = CardImage.Width * CardImage.Height * BytesPerDot;
    private readonly byte[] _dots = GC.AllocateArray<byte>(Bytes, pinned: true);
    private readonly Surface _surface;

    public unsafe Canvas()
    {
        // The array is pinned for its whole life.
        fixed (byte* dots = _dots)
        {
            _surface = cairo_image_surface_create_for_data(
                dots, FormatRgb24, CardImage.Width, CardImage.Height, CardImage.Width * BytesPerDot);
        }

        Context = cairo_create(_surface);
    }

    public Context Context { get; }

    /// <summary>True when no call on the context failed.</summary>
    public bool Sound => cairo_status(Context) == 0;

    /// <summary>A copy as 3 bytes per dot, red first. The caller zeroes it.</summary>
    public byte[] ToRgb()
    {
        cairo_surface_flush(_surface);
        var rgb = new byte[CardImage.Width * CardImage.Height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += BytesPerDot, to += 3)
        {
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (_dots[from + 2], _dots[from + 1], _dots[from]);
        }

        return rgb;
    }

    public void Dispose()
    {
        Context.Dispose();
        _surface.Dispose();
        CryptographicOperations.ZeroMemory(_dots);
    }
}
