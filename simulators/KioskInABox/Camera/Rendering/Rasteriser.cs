using System.Numerics;
using System.Runtime.CompilerServices;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>
/// Draws meshes into a picture of linear light, nearest surface first seen. One thread; allocates nothing when drawing.
/// </summary>
internal sealed class Rasteriser(int width, int height, float focal)
{
    private const float Nearest = 40;

    /// <summary>Neighbours overlap a little, lest rounding leave a dot between them.</summary>
    private const float Slack = 1e-3f;
    private Corner[] _corners = [];

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Rows from the top; the fourth channel is 1 / depth.</summary>
    public Vector4[] Pixels { get; } = new Vector4[width * height];

    /// <summary>Dots of one radian.</summary>
    public float Focal { get; } = focal;

    /// <param name="pose">From the mesh to the camera: +x right, +y up, the depth is −z.</param>
    public void Draw<TShader>(
        Mesh mesh, Matrix4x4 pose, Lighting light, float shine, bool twoSided, TShader shader, float mouth = 0)
        where TShader : struct, IShader
    {
        Place(mesh, pose, light, shine, twoSided, mouth);
        for (var row = 0; row < mesh.Rows - 1; row++)
        {
            for (var column = 0; column < mesh.Columns - 1; column++)
            {
                var at = (row * mesh.Columns) + column;
                Triangle(at, at + 1, at + mesh.Columns, twoSided, shader);
                Triangle(at + 1, at + mesh.Columns + 1, at + mesh.Columns, twoSided, shader);
            }
        }
    }

    /// <summary>What comes now lies over all that was drawn: paper held to a face gives way to no nose.</summary>
    public void Forget()
    {
        foreach (ref var pixel in Pixels.AsSpan())
        {
            pixel.W = 0;
        }
    }

    /// <summary>Where a point of the camera's space is in the picture.</summary>
    public Vector2 Project(Vector3 point) =>
        new((Width * 0.5f) - (Focal * point.X / point.Z), (Height * 0.5f) + (Focal * point.Y / point.Z));

    private void Place(Mesh mesh, Matrix4x4 pose, Lighting light, float shine, bool twoSided, float mouth)
    {
        if (_corners.Length < mesh.Points.Length)
        {
            _corners = new Corner[mesh.Points.Length];
        }

        var lamps = new Lamps(light, shine);
        for (var i = 0; i < mesh.Points.Length; i++)
        {
            var point = mesh.Points[i];
            point.Y -= mesh.Jaw[i] * mouth;
            point = Vector3.Transform(point, pose);
            var normal = Vector3.TransformNormal(mesh.Normals[i], pose);
            normal = twoSided && Vector3.Dot(normal, point) > 0 ? -normal : normal;
            ref var corner = ref _corners[i];
            corner.At = Project(point);
            corner.Place = new(point.Z < -Nearest ? -1 / point.Z : 0, mesh.U(i), mesh.V(i), 0);
            corner.Light = lamps.On(normal);
        }
    }

    private void Triangle<TShader>(int first, int second, int third, bool twoSided, in TShader shader)
        where TShader : struct, IShader
    {
        ref var a = ref _corners[first];
        ref var b = ref _corners[second];
        ref var c = ref _corners[third];
        var area = Cross(b.At - a.At, c.At - a.At);
        if (area == 0 || (area < 0 && !twoSided) || a.Place.X == 0 || b.Place.X == 0 || c.Place.X == 0)
        {
            return;
        }

        var low = Vector2.Min(a.At, Vector2.Min(b.At, c.At));
        var high = Vector2.Max(a.At, Vector2.Max(b.At, c.At));
        var (left, top) = (Math.Max((int)(low.X + 0.5f), 0), Math.Max((int)(low.Y + 0.5f), 0));
        var (right, bottom) = (Math.Min((int)(high.X + 0.5f), Width), Math.Min((int)(high.Y + 0.5f), Height));
        if (left >= right || top >= bottom)
        {
            return;
        }

        Fill(new(a, b, c, area), new(left, top, right, bottom), shader);
    }

    private void Fill<TShader>(in Slope slope, in Bounds bounds, in TShader shader)
        where TShader : struct, IShader
    {
        for (var y = bounds.Top; y < bounds.Bottom; y++)
        {
            var row = y * Width;
            for (var x = bounds.Left; x < bounds.Right; x++)
            {
                var (p, q) = slope.Weights(x + 0.5f, y + 0.5f);
                if (p < -Slack || q < -Slack || p + q > 1 + Slack)
                {
                    continue;
                }

                var place = slope.Place + (slope.PlaceP * p) + (slope.PlaceQ * q);
                ref var pixel = ref Pixels[row + x];
                if (place.X > pixel.W
                    && shader.Shade(place, slope.Light + (slope.LightP * p) + (slope.LightQ * q), out var colour))
                {
                    colour.W = place.X;
                    pixel = colour;
                }
            }
        }
    }

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);

    private struct Corner
    {
        public Vector2 At;
        public Vector4 Place;
        public Vector4 Light;
    }

    private readonly record struct Bounds(int Left, int Top, int Right, int Bottom);

    /// <summary>How place and light change over a triangle, from its first corner towards the two others.</summary>
    private readonly struct Slope(in Corner a, in Corner b, in Corner c, float area)
    {
        private readonly Vector2 _from = a.At;
        private readonly Vector2 _p = new Vector2(c.At.Y - a.At.Y, a.At.X - c.At.X) / area;
        private readonly Vector2 _q = new Vector2(a.At.Y - b.At.Y, b.At.X - a.At.X) / area;

        public readonly Vector4 Place = a.Place;
        public readonly Vector4 PlaceP = b.Place - a.Place;
        public readonly Vector4 PlaceQ = c.Place - a.Place;
        public readonly Vector4 Light = a.Light;
        public readonly Vector4 LightP = b.Light - a.Light;
        public readonly Vector4 LightQ = c.Light - a.Light;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (float P, float Q) Weights(float x, float y)
        {
            var off = new Vector2(x, y) - _from;
            return (Vector2.Dot(off, _p), Vector2.Dot(off, _q));
        }
    }
}
