using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>The child's part that looks at faces: loads what it needs when it is first asked.</summary>
/// <param name="load">Makes what detects and follows; null when its data is not installed.</param>
internal sealed class FaceService(Func<IVision?> load) : IDisposable
{
    private const int WarmRounds = 3;
    private const int WarmSide = 240;
    private IVision? _vision;
    private FaceMeter? _meter;
    private FaceComparer? _comparer;

    /// <summary>Loads the cascade and runs everything once on an even picture.</summary>
    public ImagingStatus Warm()
    {
        if (!TryLoad()) return ImagingStatus.CascadeMissing;
        using var writer = new JpegWriter();
        var jpeg = writer.WriteColour(WarmSide, WarmSide, new byte[WarmSide * WarmSide * 3], 50);
        var face = new FaceBox(WarmSide / 4, WarmSide / 4, WarmSide / 2, WarmSide / 2);
        for (var i = 0; i < WarmRounds; i++)
        {
            _meter!.Measure(jpeg, new FaceTask(0, Detect: true, face));
            _meter.Measure(jpeg, new FaceTask(0, Detect: true));
            _comparer!.Compare(jpeg, jpeg, face);
        }

        _meter!.Forget();
        return ImagingStatus.Ok;
    }

    /// <summary>Data of measures when the status is Ok, else empty.</summary>
    public (ImagingStatus Status, byte[] Data) Measure(MeasureFaceBody body)
    {
        if (!TryLoad()) return (ImagingStatus.CascadeMissing, []);
        var outcome = _meter!.Measure(body.Jpeg.Span, body.Task);
        return outcome.Ok ? (ImagingStatus.Ok, FaceMeasuresData.Build(outcome.Value))
            : (ImagingStatus.PictureUnreadable, []);
    }

    /// <summary>Data of a match when the status is Ok, else empty.</summary>
    public (ImagingStatus Status, byte[] Data) Compare(CompareFacesBody body)
    {
        if (!TryLoad()) return (ImagingStatus.CascadeMissing, []);
        var outcome = _comparer!.Compare(body.Portrait.Span, body.Frame.Span, body.Face);
        return outcome.Ok ? (ImagingStatus.Ok, FaceMatchData.Build(outcome.Value))
            : (ImagingStatus.PictureUnreadable, []);
    }

    public void Dispose()
    {
        _meter?.Dispose();
        _comparer?.Dispose();
        _vision?.Dispose();
    }

    private bool TryLoad()
    {
        if (_vision is not null) return true;
        if (load() is not { } vision) return false;
        (_vision, _meter, _comparer) = (vision, new FaceMeter(vision), new FaceComparer(vision));
        return true;
    }
}
