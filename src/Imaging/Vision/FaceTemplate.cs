using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// The inner face, brows to mouth, as directions of its edges: 8 × 10 cells of 8 directions. Each cell counts by its
/// shape and hardly by its contrast, so light matters little; unit length in all.
/// </summary>
internal sealed class FaceTemplate
{
    private const int Cell = 6;
    private const int Columns = 8;
    private const int Rows = 10;
    private const int Directions = 8;
    private const int Width = Columns * Cell;
    private const int Height = Rows * Cell;

    /// <summary>Sum of edge strengths, in gray levels, below which a cell counts as even.</summary>
    private const float Even = 60;

    /// <summary>What is compared, in sides of the detector's box.</summary>
    private const float Across = 0.9f;
    private const float Down = 1.0f;
    private const float Lower = 0.05f;

    private readonly float[] _pixels = new float[Width * Height];
    private readonly float[] _values = new float[Columns * Rows * Directions];

    /// <summary>Takes the face in a box such as the detector finds, moved and grown by so much.</summary>
    public void Take(Picture picture, Resampler.Area box, FacePlace place)
    {
        var (width, height) = (box.Width * Across * place.Growth, box.Height * Down * place.Growth);
        var area = new Resampler.Area(
            box.X + (box.Width * (0.5f + place.Right)) - (width / 2),
            box.Y + (box.Height * (0.5f + Lower + place.Down)) - (height / 2),
            width,
            height);
        Resampler.Scale(picture.Luma, picture.Width, picture.Height, area, _pixels, Width, Height);
        Smooth(1, Width, Height, Width);
        Smooth(Width, 1, Width, Height);
        _values.AsSpan().Clear();
        for (var y = 1; y < Height - 1; y++)
        {
            for (var x = 1; x < Width - 1; x++) Count(x, y);
        }

        Normalise();
    }

    /// <summary>1 for the same, 0 for nothing in common.</summary>
    public float Compare(FaceTemplate other)
    {
        var sum = 0f;
        for (var i = 0; i < _values.Length; i++) sum += _values[i] * other._values[i];
        return sum;
    }

    public void Zero()
    {
        _pixels.AsSpan().Clear();
        _values.AsSpan().Clear();
    }

    /// <summary>Weights 1 2 3 2 1 along every line: a portrait of few pixels has no finer edges.</summary>
    private void Smooth(int step, int line, int lines, int length)
    {
        Span<float> from = stackalloc float[Height];
        for (var at = 0; at < lines; at++)
        {
            for (var i = 0; i < length; i++) from[i] = _pixels[(at * line) + (i * step)];
            for (var i = 0; i < length; i++)
            {
                var near = from[Math.Max(i - 1, 0)] + from[Math.Min(i + 1, length - 1)];
                var far = from[Math.Max(i - 2, 0)] + from[Math.Min(i + 2, length - 1)];
                _pixels[(at * line) + (i * step)] = ((3 * from[i]) + (2 * near) + far) / 9;
            }
        }

        from.Clear();
    }

    /// <summary>Shares a pixel's edge between the nearest cells and directions.</summary>
    private void Count(int x, int y)
    {
        var at = (y * Width) + x;
        var (dx, dy) = (_pixels[at + 1] - _pixels[at - 1], _pixels[at + Width] - _pixels[at - Width]);
        var strength = MathF.Sqrt((dx * dx) + (dy * dy));
        var direction = ((MathF.Atan2(dy, dx) / MathF.Tau) + 1) * Directions;
        var (first, turned) = ((int)direction, direction - (int)direction);
        var (cellX, cellY) = (((x + 0.5f) / Cell) - 0.5f, ((y + 0.5f) / Cell) - 0.5f);
        var (left, top) = ((int)MathF.Floor(cellX), (int)MathF.Floor(cellY));
        for (var corner = 0; corner < 4; corner++)
        {
            var (column, row) = (left + (corner & 1), top + (corner >> 1));
            if (column is < 0 or >= Columns || row is < 0 or >= Rows) continue;
            var share = strength * (1 - MathF.Abs(cellX - column)) * (1 - MathF.Abs(cellY - row));
            var cell = ((row * Columns) + column) * Directions;
            _values[cell + (first % Directions)] += share * (1 - turned);
            _values[cell + ((first + 1) % Directions)] += share * turned;
        }
    }

    private void Normalise()
    {
        var total = 0f;
        for (var cell = 0; cell < _values.Length; cell += Directions)
        {
            var values = _values.AsSpan(cell, Directions);
            var squares = 0f;
            foreach (var value in values) squares += value * value;
            var strength = MathF.Sqrt(squares) + Even;
            foreach (ref var value in values)
            {
                value = MathF.Sqrt(value / strength);
                total += value * value;
            }
        }

        var length = MathF.Max(MathF.Sqrt(total), 1e-6f);
        foreach (ref var value in _values.AsSpan()) value /= length;
    }
}

/// <summary>How far a face is from its box: in sides of the box, and how much larger.</summary>
internal readonly record struct FacePlace(float Right, float Down, float Growth)
{
    /// <summary>The box as it is.</summary>
    public static FacePlace Same { get; } = new(0, 0, 1);

    /// <summary>Detections are not exact, but no further off.</summary>
    private const float Aside = 0.2f;
    private const float Least = 0.75f;
    private const float Most = 1.3f;

    public bool IsNear => MathF.Abs(Right) <= Aside && MathF.Abs(Down) <= Aside && Growth is >= Least and <= Most;

    /// <summary>Places a step away in each direction.</summary>
    public IEnumerable<FacePlace> Around(float step)
    {
        yield return this with { Right = Right - step };
        yield return this with { Right = Right + step };
        yield return this with { Down = Down - step };
        yield return this with { Down = Down + step };
        yield return this with { Growth = Growth - step };
        yield return this with { Growth = Growth + step };
    }
}
