using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>
/// Draws scenes as a camera sees them. The same scene and seed give the same bytes; another seed, another noise. One
/// thread at a time; after the first frame of a person nothing is allocated.
/// </summary>
internal sealed class Renderer
{
    /// <summary>Most people kept ready to be drawn.</summary>
    private const int MostPeople = 6;

    /// <summary>From the axis of a head forward to its eyes, in millimetres.</summary>
    private const float EyeDepth = 84;
    private const float SensorNoise = 2.2f;
    private static readonly Vector3 s_neck = new(0, -75, -8);
    private readonly Rasteriser _raster;
    private readonly Dictionary<int, Person> _people = [];
    private readonly SheetPainter _sheets;
    private (int Number, Vector4[] Pixels) _backdrop = (int.MinValue, []);

    public Renderer(int width = 480, int height = 360, float focal = 430)
    {
        _raster = new(width, height, focal);
        _sheets = new(_raster);
    }

    public int Width => _raster.Width;

    public int Height => _raster.Height;

    /// <param name="frameSeed">Of the sensor's noise.</param>
    /// <param name="rgb"><c>width × height × 3</c> bytes, rows from the top.</param>
    public void Render(HeadScene scene, uint frameSeed, Span<byte> rgb)
    {
        Draw(scene);
        Sensor.Expose(_raster.Pixels, Width, frameSeed, SensorNoise, rgb);
    }

    /// <summary>As <see cref="Render"/>, with a noise that a still of good light has not.</summary>
    public void RenderStill(HeadScene scene, Span<byte> rgb)
    {
        Draw(scene);
        Sensor.Expose(_raster.Pixels, Width, 0, noise: 0, rgb);
    }

    /// <summary>Where a point of a head, from <see cref="Person.On"/>, is in the picture.</summary>
    public Vector2 Where(in Pose head, Vector3 point) => _raster.Project(Vector3.Transform(point, HeadPose(head)));

    public Person PersonOf(int identity)
    {
        if (!_people.TryGetValue(identity, out var person))
        {
            if (_people.Count == MostPeople)
            {
                _people.Clear();
            }

            _people[identity] = person = new Person(identity);
        }

        return person;
    }

    /// <summary>Linear light, before lens and sensor; valid until the next drawing.</summary>
    public ReadOnlySpan<Vector4> Draw(HeadScene scene)
    {
        if (scene.Backdrop != _backdrop.Number)
        {
            _backdrop = (scene.Backdrop, Backdrop.Paint(Width, Height, scene.Backdrop));
        }

        _backdrop.Pixels.CopyTo(_raster.Pixels, 0);
        Draw(scene.First, scene.Light);
        Draw(scene.Second, scene.Light);
        if (scene.Sheet is not null)
        {
            _sheets.Draw(scene.Sheet, scene.Light);
        }

        return _raster.Pixels;
    }

    private void Draw(LiveFace? face, Lighting light)
    {
        if (face is null)
        {
            return;
        }

        var person = PersonOf(face.Identity);
        var pose = HeadPose(face.Pose);
        foreach (var part in person.Head)
        {
            _raster.Draw(
                part.Mesh, pose, light, part.Shine, part.TwoSided,
                new SkinShader(part.Texture, person.Lid, face.Blink), face.Mouth);
        }

        var body = person.Body;
        var follows = Matrix4x4.CreateRotationY(Radians(face.Pose.Yaw * 0.2f));
        _raster.Draw(
            body.Mesh, follows * Stand(face.Pose), light, body.Shine, body.TwoSided,
            new SkinShader(body.Texture, person.Lid, 0));
    }

    private static Matrix4x4 HeadPose(in Pose pose) =>
        Matrix4x4.CreateTranslation(-s_neck)
        * Matrix4x4.CreateRotationZ(Radians(pose.Roll))
        * Matrix4x4.CreateRotationX(Radians(-pose.Pitch))
        * Matrix4x4.CreateRotationY(Radians(pose.Yaw))
        * Matrix4x4.CreateTranslation(s_neck)
        * Stand(pose);

    private static Matrix4x4 Stand(in Pose pose) =>
        Matrix4x4.CreateTranslation(pose.X, pose.Y, -pose.Distance - EyeDepth);

    internal static float Radians(float degrees) => degrees * (MathF.PI / 180);
}
