using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// Compares brightness patterns of two faces. It tells the demonstration's rendered heads apart and nothing more: it is
/// no face recognition and must not be used as one.
/// </summary>
internal sealed class FaceComparer(IVision vision) : IDisposable
{
    /// <summary>Names what compares, as screens and records do.</summary>
    public const string Method = "built-in comparer 1: tells demonstration faces apart, nothing more";

    /// <summary>Score from which two faces are the same; scores go from -1 to 1.</summary>
    public const float Threshold = 0.6f;

    private const int LeastPortraitSide = 32;

    /// <summary>Portraits are scaled up to this height, for the detector needs 45 pixels of face.</summary>
    private const int PortraitHeight = 240;
    private readonly JpegDecoder _decoder = new();
    private readonly Picture _portrait = new();
    private readonly Picture _frame = new();
    private readonly FaceBox[] _faces = new FaceBox[FaceMeasures.MostFaces];
    private readonly FaceTemplate _first = new();
    private readonly FaceTemplate _second = new();

    /// <inheritdoc cref="IFaceMatcher.CompareAsync"/>
    public Outcome<FaceMatch> Compare(ReadOnlySpan<byte> portrait, ReadOnlySpan<byte> frame, FaceBox face)
    {
        try
        {
            if (!_decoder.TryDecode(portrait, LeastPortraitSide, _portrait)) return DeviceFault.PictureUnreadable;
            if (!_decoder.TryDecode(frame, JpegDecoder.LeastSide, _frame)) return DeviceFault.PictureUnreadable;
            _first.Take(_portrait, FindFace());
            var best = -1f;
            foreach (var area in FaceTemplate.Neighbours(face))
            {
                _second.Take(_frame, area);
                best = MathF.Max(best, _first.Correlate(_second));
            }

            return new FaceMatch(best >= Threshold, best, Threshold);
        }
        finally
        {
            Zero();
        }
    }

    public void Dispose()
    {
        Zero();
        _decoder.Dispose();
    }

    /// <summary>The largest face of the portrait, else its middle.</summary>
    private Resampler.Area FindFace()
    {
        var width = PortraitHeight * _portrait.Width / _portrait.Height;
        var scaled = new float[width * PortraitHeight];
        var whole = new Resampler.Area(0, 0, _portrait.Width, _portrait.Height);
        Resampler.Scale(_portrait.Luma, _portrait.Width, _portrait.Height, whole, scaled, width, PortraitHeight);
        var pixels = Array.ConvertAll(scaled, value => (byte)Math.Clamp(value + 0.5f, 0, 255));
        var found = vision.Detect(new GrayPicture(pixels, width, PortraitHeight), PortraitHeight / 4, _faces);
        pixels.AsSpan().Clear();
        scaled.AsSpan().Clear();
        var scale = (float)_portrait.Height / PortraitHeight;
        if (found == 0) return FaceTemplate.Middle(whole);
        var box = _faces[0];
        return new Resampler.Area(box.X * scale, box.Y * scale, box.Width * scale, box.Height * scale);
    }

    private void Zero()
    {
        _portrait.Zero();
        _frame.Zero();
        _first.Zero();
        _second.Zero();
    }
}
