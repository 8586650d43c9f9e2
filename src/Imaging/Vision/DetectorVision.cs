using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Finds faces with a model of the site, and follows points as another vision does.</summary>
/// <param name="flow">Follows the points; disposed of with this.</param>
/// <param name="detector">Finds the faces.</param>
internal sealed class DetectorVision(IVision flow, YuNetDetector detector) : IVision
{
    private readonly DetectedFace[] _found = new DetectedFace[FaceMeasures.MostFaces];

    public string Name => $"{flow.Name}, YuNet";

    public int Detect(GrayPicture picture, int smallest, Span<FaceBox> faces) =>
        Detect(new ChromaPicture(picture, default, default), smallest, faces);

    public int Detect(ChromaPicture picture, int smallest, Span<FaceBox> faces)
    {
        var count = 0;
        foreach (var found in _found.AsSpan(0, detector.Detect(picture, _found)))
        {
            var box = found.Marks.ToBox();
            if (count < faces.Length && box.Width >= smallest) faces[count++] = box;
        }

        faces[..count].Sort((a, b) => b.Width.CompareTo(a.Width));
        _found.AsSpan().Clear();
        return count;
    }

    public void Follow(
        GrayPicture from, GrayPicture to, ReadOnlySpan<Vector2> starts, Span<Vector2> ends, Span<bool> found) =>
        flow.Follow(from, to, starts, ends, found);

    public void Dispose()
    {
        detector.Zero();
        flow.Dispose();
    }
}
