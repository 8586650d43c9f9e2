using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// Where the parts of a face lie in the box that the cascade finds, as shares of its width and height. The box is
/// tight: from the brows to below the lower lip.
/// </summary>
internal static class FaceRegions
{
    private static readonly Share s_forehead = new(0.30f, -0.12f, 0.70f, 0.02f);
    private static readonly Share s_leftCheek = new(0.14f, 0.42f, 0.32f, 0.62f);
    private static readonly Share s_rightCheek = new(0.68f, 0.42f, 0.86f, 0.62f);

    /// <summary>Where points are chosen, with the grid of which each cell gives at most one.</summary>
    private static readonly (PointGroup Group, Share Share, int Columns, int Rows)[] s_grids =
    [
        (PointGroup.Nose, new(0.35f, 0.42f, 0.65f, 0.70f), 4, 4),
        (PointGroup.Eyes, new(0.06f, 0.06f, 0.94f, 0.36f), 6, 3),
        (PointGroup.Mouth, new(0.20f, 0.74f, 0.80f, 1.00f), 7, 2),
    ];

    public static ReadOnlySpan<(PointGroup Group, Share Share, int Columns, int Rows)> Grids => s_grids;

    /// <summary>Forehead and cheeks: skin without hair, eyes and mouth.</summary>
    public static FaceBox[] Skin(FaceBox face) =>
        [s_forehead.In(face), s_leftCheek.In(face), s_rightCheek.In(face)];

    /// <summary>A rectangle as shares, from 0 at the left and the top.</summary>
    public readonly record struct Share(float Left, float Top, float Right, float Bottom)
    {
        public FaceBox In(FaceBox face)
        {
            var x = face.X + (int)MathF.Floor(Left * face.Width);
            var y = face.Y + (int)MathF.Floor(Top * face.Height);
            var width = (int)((Right - Left) * face.Width);
            return new FaceBox(x, y, Math.Max(1, width), Math.Max(1, (int)((Bottom - Top) * face.Height)));
        }
    }

    /// <summary>The part of a box that is in a picture; its size is 0 when none is.</summary>
    public static FaceBox Clip(FaceBox box, int width, int height)
    {
        var (left, top) = (Math.Clamp(box.X, 0, width), Math.Clamp(box.Y, 0, height));
        var right = Math.Clamp(box.X + box.Width, left, width);
        var bottom = Math.Clamp(box.Y + box.Height, top, height);
        return new FaceBox(left, top, right - left, bottom - top);
    }
}
