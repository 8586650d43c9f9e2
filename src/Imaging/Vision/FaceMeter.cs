using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Measures the pictures of one session in order. Remembers the last picture and its points.</summary>
internal sealed class FaceMeter(IVision vision) : IDisposable
{
    /// <summary>A face is at least this share of the picture's height wide.</summary>
    private const int FacesPerHeight = 5;

    private readonly JpegDecoder _decoder = new();
    private readonly FacePoints _points = new(vision);
    private readonly FaceBox[] _faces = new FaceBox[FaceMeasures.MostFaces];
    private readonly LightMeter _light = new();
    private Picture _last = new();
    private Picture _now = new();
    private uint _session;

    /// <inheritdoc cref="IFaceAnalyser.MeasureAsync"/>
    public Outcome<FaceMeasures> Measure(ReadOnlySpan<byte> jpeg, FaceTask task)
    {
        if (task.Session != _session) Forget();
        _session = task.Session;
        // After a picture that cannot be read, the next is followed from the last that could.
        if (!_decoder.TryDecode(jpeg, JpegDecoder.LeastSide, _now)) return DeviceFault.PictureUnreadable;
        if (_last.Width != _now.Width || _last.Height != _now.Height) _points.Forget();
        var found = task.Detect ? Detect() : 0;
        if (task.Anchor is { } anchor) _points.Anchor(_now.Gray, Clip(anchor));
        else _points.Follow(_last.Gray, _now.Gray);
        var face = FaceNow(found);
        var measures = new FaceMeasures
        {
            Width = _now.Width,
            Height = _now.Height,
            Faces = _faces[..found],
            Face = face,
            Points = _points.ToArray(),
            Surround = _light.Surround(_now),
        };
        measures = _light.Measure(_now, face, measures);
        (_last, _now) = (_now, _last);
        return measures;
    }

    /// <summary>Forgets the session and zeroes its pictures.</summary>
    public void Forget()
    {
        _points.Forget();
        _last.Zero();
        _now.Zero();
        _light.Zero();
    }

    public void Dispose()
    {
        Forget();
        _decoder.Dispose();
    }

    private int Detect()
    {
        var found = vision.Detect(_now.Coloured, _now.Height / FacesPerHeight, _faces);
        for (var i = 0; i < found; i++) _faces[i] = Clip(_faces[i]);
        return found;
    }

    private FaceBox? FaceNow(int found)
    {
        if (_points.Face() is { } moved && Clip(moved) is { Width: > 0, Height: > 0 } inside) return inside;
        return found > 0 ? _faces[0] : null;
    }

    private FaceBox Clip(FaceBox box) => FaceRegions.Clip(box, _now.Width, _now.Height);
}
