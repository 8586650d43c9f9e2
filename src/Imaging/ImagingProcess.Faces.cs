using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Imaging;

/// <content>Card faces and customers' faces.</content>
public sealed partial class ImagingProcess
{
    private const int FaceBytes = CardImage.Width * CardImage.Height * 3;

    /// <inheritdoc/>
    string IFaceAnalyser.Method => options.Analyser;

    /// <inheritdoc/>
    string IFaceMatcher.Method => options.Comparer;

    /// <inheritdoc/>
    FaceModel? IFaceAnalyser.Model => options.Detector?.ToModel();

    /// <inheritdoc/>
    FaceModel? IFaceMatcher.Model => options.Matcher?.File.ToModel();

    /// <summary>Has the child load the models that the site supplied.</summary>
    /// <returns>What became of them; <see cref="DeviceFault.VisionFailed"/> when the child does not answer.</returns>
    public async ValueTask<Outcome<ModelReport>> LoadModelsAsync(CancellationToken stop)
    {
        var outcome = await AskAsync(
            ImagingOperation.LoadModels, [], ModelReportData.Bytes, options.Deadline, stop);
        if (outcome.Failure is { } failure) return failure with { Fault = DeviceFault.VisionFailed };
        if (ToFailure(outcome.Value.Status) is { } refused) return refused with { Fault = DeviceFault.VisionFailed };
        var report = ModelReportData.Parse(outcome.Value.Data);
        return report is null ? new Failure(DeviceFault.VisionFailed, "nonsense") : report;
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<Done>> MeasureAsync(string name, string layout, CancellationToken stop)
    {
        if (!TextFields.Fit(layout)) return DeviceFault.PainterFailed;
        if (!TextFields.Fit(name)) return DeviceFault.NameTooLong;
        var body = MeasureBody.Build(layout, name);
        var outcome = await AskAsync(ImagingOperation.Measure, body, 0, options.Deadline, stop);
        if (outcome.Failure is { } failure) return failure;
        return ToFailure(outcome.Value.Status) is { } refused ? refused : new Done();
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<CardImage>> DrawAsync(FaceText face, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(face);
        if (!TextFields.Fit(face.Layout, face.Pan, face.Expiry)) return DeviceFault.PainterFailed;
        if (!TextFields.Fit(face.Name)) return DeviceFault.NameTooLong;
        var body = DrawBody.Build(face);
        var outcome = await AskAsync(ImagingOperation.Draw, body, FaceBytes, options.Deadline, stop);
        if (outcome.Failure is { } failure) return failure;
        return ToFailure(outcome.Value.Status) is { } refused ? refused : new CardImage(outcome.Value.Data);
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<FaceMeasures>> MeasureAsync(
        ReadOnlyMemory<byte> jpeg, FaceTask task, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (jpeg.Length > JpegDecoder.MostBytes) return DeviceFault.PictureUnreadable;
        var body = MeasureFaceBody.Build(task, jpeg.Span);
        return await LookAsync(
            ImagingOperation.MeasureFace, body, FaceMeasuresData.Bytes, FaceMeasuresData.Parse, stop);
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<FaceMatch>> CompareAsync(
        ReadOnlyMemory<byte> portrait, ReadOnlyMemory<byte> frame, FaceBox face, CancellationToken stop)
    {
        if (Math.Max(portrait.Length, frame.Length) > JpegDecoder.MostBytes) return DeviceFault.PictureUnreadable;
        var body = CompareFacesBody.Build(face, portrait.Span, frame.Span);
        return await LookAsync(ImagingOperation.CompareFaces, body, FaceMatchData.Bytes, FaceMatchData.Parse, stop);
    }

    private async Task<Outcome<T>> LookAsync<T>(
        ImagingOperation operation, byte[] body, int okLength, ParseData<T> parse, CancellationToken stop)
        where T : class
    {
        var outcome = await AskAsync(operation, body, okLength, options.PictureWithin, stop);
        if (outcome.Failure is { } failure) return failure with { Fault = DeviceFault.VisionFailed };
        if (outcome.Value.Status == ImagingStatus.PictureUnreadable) return DeviceFault.PictureUnreadable;
        if (ToFailure(outcome.Value.Status) is { } refused) return refused with { Fault = DeviceFault.VisionFailed };
        var parsed = parse(outcome.Value.Data);
        CryptographicOperations.ZeroMemory(outcome.Value.Data);
        return parsed is null ? new Failure(DeviceFault.VisionFailed, "nonsense") : parsed;
    }

    private static Failure? ToFailure(ImagingStatus status) => status switch
    {
        ImagingStatus.Ok => null,
        ImagingStatus.GlyphMissing => DeviceFault.GlyphMissing,
        ImagingStatus.NameTooLong => DeviceFault.NameTooLong,
        ImagingStatus.BadRequest => new Failure(DeviceFault.PainterFailed, "malformed text or layout id"),
        ImagingStatus.LayoutUnknown => new Failure(DeviceFault.PainterFailed, "layout or version unknown"),
        ImagingStatus.LayoutInvalid => new Failure(DeviceFault.PainterFailed, "layout invalid"),
        ImagingStatus.FontMissing => new Failure(DeviceFault.PainterFailed, "font not installed"),
        ImagingStatus.PictureUnreadable => DeviceFault.PictureUnreadable,
        ImagingStatus.CascadeMissing => new Failure(DeviceFault.VisionFailed, "cascade or OpenCV not installed"),
        ImagingStatus.ModelRefused => new Failure(DeviceFault.VisionFailed, "model refused"),
        _ => new Failure(DeviceFault.PainterFailed, "drawing failed"),
    };

    private delegate T? ParseData<out T>(ReadOnlySpan<byte> data)
        where T : class;
}
