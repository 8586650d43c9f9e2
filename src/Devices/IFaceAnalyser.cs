namespace KioskSuite.Devices;

/// <summary>Measures faces in pictures. It decides nothing about them.</summary>
public interface IFaceAnalyser
{
    /// <summary>What measures, with its version, as records name it.</summary>
    string Method { get; }

    /// <summary>The model file that finds faces; null when none of a site does.</summary>
    FaceModel? Model => null;

    /// <summary>Measures one picture of a session; pictures of one session come in order.</summary>
    /// <param name="jpeg">Untrusted: whatever it holds costs bounded memory and time.</param>
    /// <param name="task">What is wanted.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>
    /// The measures; <see cref="DeviceFault.PictureUnreadable"/> for a picture that is none or too large;
    /// <see cref="DeviceFault.VisionFailed"/> when nothing answered, after one retry.
    /// </returns>
    ValueTask<Outcome<FaceMeasures>> MeasureAsync(ReadOnlyMemory<byte> jpeg, FaceTask task, CancellationToken stop);
}

/// <summary>Says whether two pictures show the same person.</summary>
public interface IFaceMatcher
{
    /// <summary>What compares, with its version, as screens and records name it.</summary>
    string Method { get; }

    /// <summary>The model file that compares; null when none of a site does.</summary>
    FaceModel? Model => null;

    /// <summary>Compares the face in a frame with a document's portrait.</summary>
    /// <param name="portrait">The document's portrait, JPEG.</param>
    /// <param name="frame">The frame, JPEG.</param>
    /// <param name="face">Where the face is in the frame.</param>
    /// <param name="stop">Ends the wait.</param>
    ValueTask<Outcome<FaceMatch>> CompareAsync(
        ReadOnlyMemory<byte> portrait, ReadOnlyMemory<byte> frame, FaceBox face, CancellationToken stop);
}

/// <summary>A model file, as records name it.</summary>
/// <param name="Name">Of the file, without its folder.</param>
/// <param name="Sha256">Of the file, 64 hex digits.</param>
public sealed record FaceModel(string Name, string Sha256);

/// <summary>What a comparison found. Score and threshold go into sealed evidence and nowhere else.</summary>
public sealed record FaceMatch(bool Same, double Score, double Threshold)
{
    public override string ToString() => "face match";
}

/// <summary>What is wanted of one picture.</summary>
/// <param name="Session">Names the session whose points are followed; any number that the last session had not.</param>
/// <param name="Detect">Look for faces in the whole picture.</param>
/// <param name="Anchor">
/// Choose points anew in this face and follow them in the pictures to come; null keeps those there are.
/// </param>
public sealed record FaceTask(uint Session, bool Detect, FaceBox? Anchor = null);

/// <summary>A face in pixels of its picture.</summary>
public readonly record struct FaceBox(int X, int Y, int Width, int Height)
{
    public int CentreX => X + (Width / 2);

    public int CentreY => Y + (Height / 2);
}

/// <summary>Part of the face that a followed point lies on.</summary>
public enum PointGroup
{
    /// <summary>Tip and wings of the nose: what stands out of the face.</summary>
    Nose = 0,

    /// <summary>Round both eyes: corners, brows.</summary>
    Eyes = 1,

    /// <summary>Corners of the mouth and the cheeks beside it.</summary>
    Mouth = 2,
}

/// <summary>A point followed by optical flow: where it was when anchored, and where it is now, in pixels.</summary>
public readonly record struct TrackedPoint(PointGroup Group, float StartX, float StartY, float X, float Y, bool Found);

/// <summary>Mean colour of a region as the camera sees it, each channel from 0 to 255.</summary>
public readonly record struct MeanColour(float Red, float Green, float Blue);

/// <summary>What was measured in one picture.</summary>
public sealed record FaceMeasures
{
    /// <summary>Size of the picture in pixels.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Faces found, largest first, at most <see cref="MostFaces"/>; empty when not asked for.</summary>
    public IReadOnlyList<FaceBox> Faces { get; init; } = [];

    /// <summary>
    /// The face of this session as far as it can be told: the anchored face moved with its points, else the largest
    /// face
    /// found; null when there is neither. Everything below but <see cref="Surround"/> is measured in it, or in the
    /// whole
    /// picture when it is null.
    /// </summary>
    public FaceBox? Face { get; init; }

    /// <summary>Mean luminance, 0 to 255.</summary>
    public float Brightness { get; init; }

    /// <summary>Share of pixels, 0 to 1, with a luminance of 250 or more.</summary>
    public float Glare { get; init; }

    /// <summary>Variance of the Laplacian of the face scaled to 128 × 128 luminance pixels: low is blurred.</summary>
    public float Sharpness { get; init; }

    /// <summary>Mean colour of forehead and cheeks.</summary>
    public MeanColour Skin { get; init; }

    /// <summary>Mean colour of the picture's border, an eighth of its width and height.</summary>
    public MeanColour Surround { get; init; }

    /// <summary>Points of the anchored face; empty when nothing is anchored (also after a restart).</summary>
    public IReadOnlyList<TrackedPoint> Points { get; init; } = [];

    public const int MostFaces = 8;

    /// <summary>Most points of one face.</summary>
    public const int MostPoints = 48;

    public override string ToString() => $"{Width} × {Height}, {Faces.Count} faces, {Points.Count} points";
}
