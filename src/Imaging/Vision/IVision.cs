using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Detection and optical flow: the two things that may be done by other code.</summary>
/// <remarks>One caller at a time. Nothing here sees time or a session.</remarks>
internal interface IVision : IDisposable
{
    /// <summary>What measures, with its version, as records name it.</summary>
    string Name { get; }

    /// <summary>Finds upright frontal faces, largest first.</summary>
    /// <param name="picture">Luminance.</param>
    /// <param name="smallest">Least width of a face in pixels.</param>
    /// <param name="faces">Filled from its start.</param>
    /// <returns>How many were found.</returns>
    int Detect(GrayPicture picture, int smallest, Span<FaceBox> faces);

    /// <summary>As <see cref="Detect(GrayPicture, int, Span{FaceBox})"/>, by colour where that helps.</summary>
    int Detect(ChromaPicture picture, int smallest, Span<FaceBox> faces) => Detect(picture.Luma, smallest, faces);

    /// <summary>Follows points from one picture to the next, of the same size.</summary>
    /// <param name="from">Picture in which the points are at <paramref name="starts"/>.</param>
    /// <param name="to">The next picture.</param>
    /// <param name="starts">Positions in pixels.</param>
    /// <param name="ends">Where they are now.</param>
    /// <param name="found">False where a point was lost.</param>
    void Follow(
        GrayPicture from, GrayPicture to, ReadOnlySpan<Vector2> starts, Span<Vector2> ends, Span<bool> found);
}

/// <summary>A luminance picture, row by row without gaps. Its owner zeroes the pixels.</summary>
internal readonly record struct GrayPicture(ReadOnlyMemory<byte> Pixels, int Width, int Height)
{
    public override string ToString() => $"{Width} × {Height} gray";
}
