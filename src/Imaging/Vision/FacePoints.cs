using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Points of one face: chosen once, then followed from picture to picture until lost.</summary>
internal sealed class FacePoints(IVision vision)
{
    /// <summary>Smallest face, in pixels, whose parts can be told apart.</summary>
    private const int LeastFace = 40;

    /// <summary>Fewest points that can say where the face is now.</summary>
    private const int LeastForBox = 6;

    private readonly PointGroup[] _groups = new PointGroup[FaceMeasures.MostPoints];
    private readonly Vector2[] _starts = new Vector2[FaceMeasures.MostPoints];
    private readonly Vector2[] _places = new Vector2[FaceMeasures.MostPoints];
    private readonly Vector2[] _next = new Vector2[FaceMeasures.MostPoints];
    private readonly bool[] _found = new bool[FaceMeasures.MostPoints];
    private readonly bool[] _followed = new bool[FaceMeasures.MostPoints];
    private readonly float[] _sorted = new float[FaceMeasures.MostPoints];
    private FaceBox _anchor;

    public int Count { get; private set; }

    public void Forget() => Count = 0;

    /// <summary>Chooses the points in a face: the best corner of each cell of the grids.</summary>
    public void Anchor(GrayPicture picture, FaceBox face)
    {
        (Count, _anchor) = (0, face);
        if (Math.Min(face.Width, face.Height) < LeastFace) return;
        foreach (var (group, share, columns, rows) in FaceRegions.Grids)
        {
            var area = share.In(face);
            for (var cell = 0; cell < columns * rows; cell++)
            {
                var left = area.X + (area.Width * (cell % columns) / columns);
                var right = area.X + (area.Width * ((cell % columns) + 1) / columns);
                var top = area.Y + (area.Height * (cell / columns) / rows);
                var bottom = area.Y + (area.Height * ((cell / columns) + 1) / rows);
                var cellBox = new FaceBox(left, top, right - left, bottom - top);
                if (Corners.Best(picture, cellBox) is not { } corner) continue;
                (_groups[Count], _starts[Count], _places[Count], _found[Count]) = (group, corner, corner, true);
                Count++;
            }
        }
    }

    /// <summary>Follows the points that are not lost into the next picture.</summary>
    public void Follow(GrayPicture from, GrayPicture to)
    {
        if (Count == 0) return;
        vision.Follow(from, to, _places.AsSpan(0, Count), _next.AsSpan(0, Count), _followed.AsSpan(0, Count));
        for (var i = 0; i < Count; i++)
        {
            _found[i] &= _followed[i];
            if (_found[i]) _places[i] = _next[i];
        }
    }

    /// <summary>The anchored face moved and grown as its points did; null when too few are left.</summary>
    public FaceBox? Face()
    {
        if (_found.AsSpan(0, Count).Count(true) < LeastForBox) return null;
        var startCentre = new Vector2(Median(_starts, 0), Median(_starts, 1));
        var centre = new Vector2(Median(_places, 0), Median(_places, 1));
        var left = 0;
        for (var i = 0; i < Count; i++)
        {
            var before = Vector2.Distance(_starts[i], startCentre);
            if (_found[i] && before > 1) _sorted[left++] = Vector2.Distance(_places[i], centre) / before;
        }

        var growth = left == 0 ? 1 : Math.Clamp(MedianOf(left), 0.25f, 4);
        var corner = centre + ((new Vector2(_anchor.X, _anchor.Y) - startCentre) * growth);
        return new FaceBox(
            (int)MathF.Round(corner.X),
            (int)MathF.Round(corner.Y),
            (int)MathF.Round(_anchor.Width * growth),
            (int)MathF.Round(_anchor.Height * growth));
    }

    public TrackedPoint[] ToArray()
    {
        var points = new TrackedPoint[Count];
        for (var i = 0; i < Count; i++)
        {
            points[i] = new TrackedPoint(
                _groups[i], _starts[i].X, _starts[i].Y, _places[i].X, _places[i].Y, _found[i]);
        }

        return points;
    }

    private float Median(Vector2[] places, int axis)
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_found[i]) _sorted[count++] = places[i][axis];
        }

        return MedianOf(count);
    }

    private float MedianOf(int count)
    {
        _sorted.AsSpan(0, count).Sort();
        return _sorted[count / 2];
    }
}
