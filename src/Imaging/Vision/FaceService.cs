using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>The child's part that looks at faces: loads what it needs when it is first asked.</summary>
/// <param name="choice">What detects, follows and compares; null when the command line made no sense.</param>
internal sealed class FaceService(VisionChoice? choice) : IDisposable
{
    private const int WarmRounds = 3;
    private const int WarmSide = 240;
    private IVision? _vision;
    private FaceMeter? _meter;
    private FaceComparer? _comparer;
    private FaceModels? _models;

    /// <summary>Loads the cascade and the models, and runs everything once on an even picture.</summary>
    public ImagingStatus Warm()
    {
        if (Load() is not ImagingStatus.Ok and var absent) return absent;
        using var writer = new JpegWriter();
        var jpeg = writer.WriteColour(WarmSide, WarmSide, new byte[WarmSide * WarmSide * 3], 50);
        var face = new FaceBox(WarmSide / 4, WarmSide / 4, WarmSide / 2, WarmSide / 2);
        for (var i = 0; i < WarmRounds; i++)
        {
            _meter!.Measure(jpeg, new FaceTask(0, Detect: true, face));
            _meter.Measure(jpeg, new FaceTask(0, Detect: true));
            Compare(jpeg, jpeg, face);
            _models!.Recogniser?.Warm();
        }

        _meter!.Forget();
        return ImagingStatus.Ok;
    }

    /// <summary>Data of the report on the models; there is one also where no face can be looked for.</summary>
    public (ImagingStatus Status, byte[] Data) LoadModels() => choice is null
        ? (ImagingStatus.BadRequest, [])
        : (ImagingStatus.Ok, ModelReportData.Build((_models ??= FaceModels.Open(choice)).Report));

    /// <summary>Data of measures when the status is Ok, else empty.</summary>
    public (ImagingStatus Status, byte[] Data) Measure(MeasureFaceBody body)
    {
        if (Load() is not ImagingStatus.Ok and var absent) return (absent, []);
        var outcome = _meter!.Measure(body.Jpeg.Span, body.Task);
        return outcome.Ok ? (ImagingStatus.Ok, FaceMeasuresData.Build(outcome.Value))
            : (ImagingStatus.PictureUnreadable, []);
    }

    /// <summary>Data of a match when the status is Ok, else empty.</summary>
    public (ImagingStatus Status, byte[] Data) Compare(CompareFacesBody body)
    {
        if (Load() is not ImagingStatus.Ok and var absent) return (absent, []);
        var outcome = Compare(body.Portrait.Span, body.Frame.Span, body.Face);
        return outcome.Ok ? (ImagingStatus.Ok, FaceMatchData.Build(outcome.Value))
            : (ImagingStatus.PictureUnreadable, []);
    }

    public void Dispose()
    {
        _meter?.Dispose();
        _comparer?.Dispose();
        _models?.Recogniser?.Dispose();
        _vision?.Dispose();
    }

    private Outcome<FaceMatch> Compare(ReadOnlySpan<byte> portrait, ReadOnlySpan<byte> frame, FaceBox face) =>
        _models!.Recogniser is { } recogniser
            ? recogniser.Compare(portrait, frame, face)
            : _comparer!.Compare(portrait, frame, face);

    private ImagingStatus Load()
    {
        if (_vision is not null) return ImagingStatus.Ok;
        if (choice is null) return ImagingStatus.CascadeMissing;
        // A site that chose a model gets that model or nothing: what it tested is what runs.
        if ((_models ??= FaceModels.Open(choice)).Refused) return ImagingStatus.ModelRefused;
        if (choice.Open() is not { } vision) return ImagingStatus.CascadeMissing;
        _vision = _models.Detector is { } detector ? new DetectorVision(vision, detector) : vision;
        (_meter, _comparer) = (new FaceMeter(_vision), new FaceComparer(_vision));
        return ImagingStatus.Ok;
    }
}
