using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// Compares the edges of two inner faces. It tells the demonstration's rendered heads apart and nothing more: it is
/// no face recognition and must not be used as one.
/// </summary>
internal sealed class FaceComparer(IVision vision) : IDisposable
{
    /// <summary>Names what compares, as screens and records do.</summary>
    public const string Method = "built-in comparer 2: tells demonstration faces apart, nothing more";

    /// <summary>Score from which two faces are the same; scores go from 0 to 1.</summary>
    /// <remarks>Between strangers and straight faces of the people for tuning: see the decisions.</remarks>
    public const float Threshold = 0.955f;

    private const int LeastPortraitSide = 32;

    /// <summary>Portraits are scaled up to this height, for the detector needs 45 pixels of face.</summary>
    private const int PortraitHeight = 240;

    /// <summary>A face is at least this share of the frame's height wide.</summary>
    private const int SmallestFace = 5;

    /// <summary>First step of the search for where both faces agree, in sides of the box; halved each time.</summary>
    private const float Stride = 0.06f;
    private const int Strides = 4;
    private const int MostMoves = 8;
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
            _first.Take(_portrait, FindFace(), FacePlace.Same);
            var best = Align(Locate(face));
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

    /// <summary>Moves the second face against the first until they agree best.</summary>
    private float Align(Resampler.Area box)
    {
        var (place, best) = (FacePlace.Same, Score(box, FacePlace.Same));
        var step = Stride;
        for (var stride = 0; stride < Strides; stride++, step /= 2)
        {
            for (var move = 0; move < MostMoves; move++)
            {
                var from = place;
                foreach (var next in from.Around(step).Where(next => next.IsNear))
                {
                    var score = Score(box, next);
                    if (score > best) (place, best) = (next, score);
                }

                if (place == from) break;
            }
        }

        return best;
    }

    private float Score(Resampler.Area box, FacePlace place)
    {
        _second.Take(_frame, box, place);
        return _first.Compare(_second);
    }

    /// <summary>Where the detector sees the face in this very picture: followed points have their own middle.</summary>
    private Resampler.Area Locate(FaceBox face)
    {
        var found = vision.Detect(_frame.Gray, _frame.Height / SmallestFace, _faces);
        foreach (var box in _faces.AsSpan(0, found))
        {
            if (2 * Math.Max(Math.Abs(box.CentreX - face.CentreX), Math.Abs(box.CentreY - face.CentreY)) < face.Width)
            {
                return Resampler.Area.Of(box);
            }
        }

        return Resampler.Area.Of(face);
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
        if (found == 0)
        {
            var side = whole.Width / 2;
            return new Resampler.Area(side / 2, 0.4f * whole.Height, side, side);
        }

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
