using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Gathers the many windows that see one face into one box.</summary>
internal sealed class FaceGroups
{
    /// <summary>Most windows taken into account: a picture that has more is no picture of faces.</summary>
    public const int MostHits = 1024;

    private const double Tolerance = 0.2;
    private readonly FaceBox[] _hits = new FaceBox[MostHits];
    private readonly int[] _roots = new int[MostHits];
    private readonly Sums[] _sums = new Sums[MostHits];
    private int _count;

    public void Clear() => _count = 0;

    /// <returns>False when there is no more room.</returns>
    public bool Add(FaceBox hit)
    {
        if (_count == MostHits) return false;
        _hits[_count++] = hit;
        return true;
    }

    /// <summary>Means of the groups of more than <paramref name="neighbours"/> windows, largest first.</summary>
    public int Group(int neighbours, Span<FaceBox> faces)
    {
        Join();
        Array.Clear(_sums, 0, _count);
        for (var i = 0; i < _count; i++) _sums[Root(i)].Add(_hits[i]);
        var found = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_sums[i].Count <= neighbours || IsInsideAnother(i, neighbours)) continue;
            found = Insert(_sums[i].Mean(), faces, found);
        }

        return found;
    }

    private void Join()
    {
        for (var i = 0; i < _count; i++)
        {
            _roots[i] = i;
            for (var j = 0; j < i; j++)
            {
                if (Alike(_hits[i], _hits[j])) _roots[Root(i)] = Root(j);
            }
        }
    }

    private int Root(int i)
    {
        while (_roots[i] != i) i = _roots[i] = _roots[_roots[i]];
        return i;
    }

    private static bool Alike(FaceBox a, FaceBox b)
    {
        var most = Tolerance * (Math.Min(a.Width, b.Width) + Math.Min(a.Height, b.Height)) / 2;
        return Math.Abs(a.X - b.X) <= most && Math.Abs(a.Y - b.Y) <= most
            && Math.Abs(a.X + a.Width - b.X - b.Width) <= most && Math.Abs(a.Y + a.Height - b.Y - b.Height) <= most;
    }

    /// <summary>A part of a face that looks like one is no second face.</summary>
    private bool IsInsideAnother(int group, int neighbours)
    {
        var inner = _sums[group].Mean();
        for (var i = 0; i < _count; i++)
        {
            if (i == group || _sums[i].Count <= neighbours) continue;
            if (_sums[i].Count <= Math.Max(3, _sums[group].Count)) continue;
            var outer = _sums[i].Mean();
            var (dx, dy) = ((int)(outer.Width * Tolerance), (int)(outer.Height * Tolerance));
            if (inner.X >= outer.X - dx && inner.Y >= outer.Y - dy
                && inner.X + inner.Width <= outer.X + outer.Width + dx
                && inner.Y + inner.Height <= outer.Y + outer.Height + dy)
            {
                return true;
            }
        }

        return false;
    }

    private static int Insert(FaceBox face, Span<FaceBox> faces, int found)
    {
        var at = found;
        while (at > 0 && faces[at - 1].Width < face.Width) at--;
        if (at == faces.Length) return found;
        var kept = Math.Min(found, faces.Length - 1);
        faces[at..kept].CopyTo(faces[(at + 1)..]);
        faces[at] = face;
        return kept + 1;
    }

    private struct Sums
    {
        private FaceBox _sum;

        public int Count { get; private set; }

        public void Add(FaceBox hit)
        {
            _sum = new FaceBox(_sum.X + hit.X, _sum.Y + hit.Y, _sum.Width + hit.Width, _sum.Height + hit.Height);
            Count++;
        }

        public readonly FaceBox Mean() => new(Of(_sum.X), Of(_sum.Y), Of(_sum.Width), Of(_sum.Height));

        private readonly int Of(int sum) => (int)Math.Round((double)sum / Count);
    }
}
