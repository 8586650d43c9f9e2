using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>What the imaging process does with faces, without the process: that knows no clock but its own.</summary>
internal sealed class Eyes : IFaceAnalyser, IFaceMatcher, IDisposable
{
    private readonly IVision _vision = new VisionChoice(new ImagingOptions().Cascade, null, 0).Open()
        ?? throw new InvalidOperationException("the cascade of the package opencv-data is not installed");
    private readonly FaceMeter _meter;
    private readonly FaceComparer _comparer;

    public Eyes() => (_meter, _comparer) = (new FaceMeter(_vision), new FaceComparer(_vision));

    string IFaceAnalyser.Method => _vision.Name;

    string IFaceMatcher.Method => FaceComparer.Method;

    public ValueTask<Outcome<FaceMeasures>> MeasureAsync(
        ReadOnlyMemory<byte> jpeg, FaceTask task, CancellationToken stop) => new(_meter.Measure(jpeg.Span, task));

    public ValueTask<Outcome<FaceMatch>> CompareAsync(
        ReadOnlyMemory<byte> portrait, ReadOnlyMemory<byte> frame, FaceBox face, CancellationToken stop) =>
        new(_comparer.Compare(portrait.Span, frame.Span, face));

    public void Dispose()
    {
        _comparer.Dispose();
        _meter.Dispose();
        _vision.Dispose();
    }
}
