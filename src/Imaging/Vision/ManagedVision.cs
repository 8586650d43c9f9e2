using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Detection and flow without native code.</summary>
internal sealed class ManagedVision(Cascade cascade) : IVision
{
    private readonly CascadeDetector _detector = new(cascade);
    private readonly LucasKanade _flow = new();

    public string Name => "managed 1";

    public int Detect(GrayPicture picture, int smallest, Span<FaceBox> faces) =>
        _detector.Detect(picture, smallest, faces);

    public void Follow(
        GrayPicture from, GrayPicture to, ReadOnlySpan<Vector2> starts, Span<Vector2> ends, Span<bool> found) =>
        _flow.Follow(from, to, starts, ends, found);

    public void Dispose()
    {
        _detector.Zero();
        _flow.Zero();
    }
}
