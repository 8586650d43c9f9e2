using KioskSuite.Imaging;
using KioskSuite.KioskInABox.Camera.Rendering;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>Renderer and compressor with their buffers. One thread at a time.</summary>
internal sealed class Studio : IDisposable
{
    private const int Quality = 88;
    private readonly Renderer _renderer = new();
    private readonly JpegWriter _jpeg = new();
    private readonly byte[] _rgb;

    public Studio() => _rgb = new byte[_renderer.Width * _renderer.Height * 3];

    /// <summary>The scene as the camera sends it.</summary>
    /// <param name="noise">Seed of the sensor's noise.</param>
    public byte[] Take(HeadScene scene, uint noise)
    {
        _renderer.Render(scene, noise, _rgb);
        return _jpeg.WriteColour(_renderer.Width, _renderer.Height, _rgb, Quality);
    }

    public void Dispose() => _jpeg.Dispose();
}
