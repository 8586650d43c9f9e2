using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>Prints and screens in somebody's hand, with a picture of a face on them.</summary>
internal sealed class SheetPainter(Rasteriser raster)
{
    private const int Wide = 300;
    private const int High = 400;

    /// <summary>Of the sheet, in millimetres; the face on it is a little smaller than life.</summary>
    private const float SheetWidth = 204;
    private const float SheetHeight = SheetWidth * High / Wide;
    private const float PictureDistance = 520;
    private const float Size = 0.92f;
    private readonly Texture _texture = new(Wide, High);
    private Renderer? _studio;
    private Sheet? _painted;
    private Holes? _holes;
    private (float Bend, Mesh? Mesh) _mesh;

    /// <summary>How the face of a sheet stood before the camera that took the picture.</summary>
    public static Pose Sitting { get; } = new(0, Distance: PictureDistance);

    public void Draw(Sheet sheet, Lighting light)
    {
        Paint(sheet);
        var pose = sheet.Pose;
        var place = Matrix4x4.CreateRotationZ(Renderer.Radians(pose.Roll))
            * Matrix4x4.CreateRotationX(Renderer.Radians(-pose.Pitch))
            * Matrix4x4.CreateRotationY(Renderer.Radians(pose.Yaw))
            * Matrix4x4.CreateTranslation(pose.X, pose.Y, -pose.Distance);
        var mesh = MeshOf(sheet.Bend);
        raster.Forget();
        if (IsScreen(sheet.Species))
        {
            var glare = new Vector2(0.72f + (pose.Yaw * 0.02f), 0.2f + (pose.Pitch * 0.02f));
            raster.Draw(mesh, place, light, 0, twoSided: true, new ScreenShader(_texture, SheetWidth / 1.31f, glare));
        }
        else
        {
            raster.Draw(mesh, place, light, 0.04f, twoSided: true, new PrintShader(_texture, _holes));
        }
    }

    private static bool IsScreen(Species species) => species is Species.ElectronicPhoto or Species.Video;

    // Only what changes is painted anew: a still stays, a moving picture does not.
    private void Paint(Sheet sheet)
    {
        if (_painted is { } painted && painted.Species == sheet.Species && painted.Shown == sheet.Shown)
        {
            return;
        }

        _studio ??= new Renderer(Wide, High, Wide / SheetWidth * PictureDistance * Size);
        var picture = _studio.Draw(new HeadScene(sheet.Shown, Lighting.Even, Backdrop: -2));
        var screen = IsScreen(sheet.Species);
        for (var i = 0; i < picture.Length; i++)
        {
            var (x, y) = (i % Wide, i / Wide);
            var border = Math.Min(Math.Min(x, Wide - 1 - x), Math.Min(y, High - 1 - y));
            _texture.Pixels[i] = screen ? OnScreen(picture[i], border) : Printed(picture[i], border, i);
        }

        _holes = sheet.Species == Species.CutPhoto ? HolesOf(sheet.Shown) : null;
        _painted = sheet;
    }

    private static Vector4 OnScreen(Vector4 light, int border) =>
        border < 12 ? new(0.012f, 0.012f, 0.014f, 0) : light * 1.25f;

    // Ink reaches neither black nor full colour, and paper has a grain.
    private static Vector4 Printed(Vector4 light, int border, int index)
    {
        var grey = new Vector4((light.X + light.Y + light.Z) / 3);
        var ink = Vector4.Lerp(grey, Vector4.Min(light * 1.5f, Vector4.One), 0.82f);
        var grain = 0.97f + (0.06f * Noise.At(index, 3, 99));
        return (border < 8 ? new Vector4(0.82f) : new Vector4(0.04f) + (ink * 0.78f)) * grain;
    }

    private Holes HolesOf(LiveFace shown)
    {
        var person = _studio!.PersonOf(shown.Identity);
        var size = new Vector2(Wide, High);
        var eye = person.Traits.EyeSpacing;
        var left = _studio.Where(shown.Pose, person.On(-eye, 0)) / size;
        var right = _studio.Where(shown.Pose, person.On(eye, 0)) / size;
        return new(left, right, new Vector2(17, 9) / new Vector2(SheetWidth, SheetHeight));
    }

    private Mesh MeshOf(float bend)
    {
        if (_mesh.Mesh is null || _mesh.Bend != bend)
        {
            _mesh = (bend, new Mesh(33, 33, closed: false, (u, v) => Point(u, v, bend)));
        }

        return _mesh.Mesh!;
    }

    private static Vector3 Point(float u, float v, float bend)
    {
        var (x, y) = ((u - 0.5f) * SheetWidth, (0.5f - v) * SheetHeight);
        return bend == 0
            ? new(x, y, 0)
            : new(bend * MathF.Sin(x / bend), y, bend * (MathF.Cos(x / bend) - 1));
    }
}
