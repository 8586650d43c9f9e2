using System.Numerics;
using System.Text;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Detection and optical flow by OpenCV 4.6.</summary>
internal sealed unsafe class OpenCvVision : IVision
{
    private readonly OpenCvShim _shim;
    private nint _detector;

    private OpenCvVision(OpenCvShim shim, nint detector) => (_shim, _detector) = (shim, detector);

    /// <inheritdoc/>
    public string Name
    {
        get
        {
            var version = _shim.Version();
            return $"opencv {version / 10_000}.{version / 100 % 100}.{version % 100}";
        }
    }

    /// <summary>Loads the shim and a cascade.</summary>
    /// <param name="library">Path of the built shim.</param>
    /// <param name="cascade">Path of a cascade of OpenCV, XML.</param>
    /// <param name="threads">1 to 64, or 0 for as many as OpenCV likes.</param>
    /// <returns>Ready to use, or <see cref="DeviceFault.VisionFailed"/> with what is absent.</returns>
    public static Outcome<OpenCvVision> Open(string library, string cascade, int threads)
    {
        var loaded = OpenCvShim.Load(library);
        if (loaded.Failure is { } absent) return absent;
        var shim = loaded.Value;
        nint detector = 0;
        var status = shim.Threads(threads);
        fixed (byte* path = Encoding.UTF8.GetBytes(cascade + '\0'))
        {
            if (status == 0) status = shim.Open(path, &detector);
        }

        if (status == 0) return new OpenCvVision(shim, detector);
        shim.Dispose();
        return new Failure(DeviceFault.VisionFailed, "cascade not there or unreadable");
    }

    /// <inheritdoc/>
    public int Detect(GrayPicture picture, int smallest, Span<FaceBox> faces)
    {
        Check(picture);
        var count = 0;
        fixed (byte* pixels = picture.Pixels.Span)
        {
            fixed (FaceBox* boxes = faces)
            {
                Done(_shim.Detect(
                    _detector, pixels, picture.Width, picture.Height, smallest, boxes, faces.Length, &count));
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public void Follow(
        GrayPicture from, GrayPicture to, ReadOnlySpan<Vector2> starts, Span<Vector2> ends, Span<bool> found)
    {
        Check(from);
        Check(to);
        InvariantException.Require((from.Width, from.Height) == (to.Width, to.Height), "pictures of two sizes");
        InvariantException.Require(ends.Length >= starts.Length && found.Length >= starts.Length, "no room for ends");
        fixed (byte* before = from.Pixels.Span, after = to.Pixels.Span)
        {
            fixed (Vector2* first = starts, last = ends)
            {
                fixed (bool* kept = found)
                {
                    Done(_shim.Follow(
                        before, after, to.Width, to.Height, (float*)first, (float*)last, kept, starts.Length));
                }
            }
        }
    }

    public void Dispose()
    {
        if (_detector == 0) return;
        _shim.Close(_detector);
        _detector = 0;
        _shim.Dispose();
    }

    private static void Check(GrayPicture picture) => InvariantException.Require(
        picture.Width > 0 && picture.Height > 0 && picture.Pixels.Length == (long)picture.Width * picture.Height,
        "pixels do not fit the size");

    /// <summary>What OpenCV refuses on checked input ends the process, as a crash in it would.</summary>
    private static void Done(int status) => InvariantException.Require(status == 0, $"OpenCV failed: {status}");
}
