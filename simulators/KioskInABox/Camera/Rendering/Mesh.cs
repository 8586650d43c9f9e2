using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>A grid of points in millimetres with normals; texture coordinates are the grid's own, 0 to 1.</summary>
internal sealed class Mesh
{
    public Mesh(int columns, int rows, bool closed, Func<float, float, Vector3> at)
    {
        (Columns, Rows) = (columns, rows);
        Points = new Vector3[columns * rows];
        Normals = new Vector3[Points.Length];
        Jaw = new float[Points.Length];
        for (var i = 0; i < Points.Length; i++)
        {
            Points[i] = at(U(i), V(i));
        }

        for (var i = 0; i < Points.Length; i++)
        {
            Normals[i] = Normal(i % columns, i / columns, closed);
        }
    }

    public int Columns { get; }

    public int Rows { get; }

    public Vector3[] Points { get; }

    public Vector3[] Normals { get; }

    /// <summary>How far each point falls when the mouth opens wide, in millimetres.</summary>
    public float[] Jaw { get; }

    public float U(int index) => index % Columns / (Columns - 1f);

    public float V(int index) => index / Columns / (Rows - 1f);

    private Vector3 Normal(int column, int row, bool closed)
    {
        var (left, right) = closed
            ? ((column + Columns - 2) % (Columns - 1), (column + 1) % (Columns - 1))
            : (Math.Max(column - 1, 0), Math.Min(column + 1, Columns - 1));
        var across = At(right, row) - At(left, row);
        var down = At(column, Math.Min(row + 1, Rows - 1)) - At(column, Math.Max(row - 1, 0));
        var normal = Vector3.Cross(down, across);
        return normal.LengthSquared() < 1e-9f ? Vector3.UnitY : Vector3.Normalize(normal);
    }

    private Vector3 At(int column, int row) => Points[(row * Columns) + column];
}
