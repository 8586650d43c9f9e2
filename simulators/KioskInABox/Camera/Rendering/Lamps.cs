using System.Numerics;
using System.Runtime.CompilerServices;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>The light that falls on a surface: from everywhere, from a lamp, and from the kiosk's screen.</summary>
internal readonly struct Lamps(Lighting light, float shine)
{
    private static readonly Vector3 s_screenFrom = Vector3.Normalize(new(0.05f, -0.2f, 1));
    private readonly Vector3 _ambient = new(light.Ambient);
    private readonly Vector3 _key = new(light.Key);
    private readonly Vector3 _from = light.From;
    private readonly Vector3 _half = Vector3.Normalize(light.From + Vector3.UnitZ);
    private readonly Vector3 _screen = light.Screen * light.ScreenShare;
    private readonly float _shine = light.Key * shine;

    /// <summary>Three channels, and the mirror's share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector4 On(Vector3 normal)
    {
        var sky = 0.78f + (0.22f * normal.Y) + (0.12f * normal.Z);
        var all = (_ambient * sky)
            + (_key * MathF.Max(0, Vector3.Dot(normal, _from)))
            + (_screen * MathF.Max(0, Vector3.Dot(normal, s_screenFrom)));
        var mirror = MathF.Max(0, Vector3.Dot(normal, _half));
        mirror *= mirror;
        mirror *= mirror;
        mirror *= mirror;
        return new(all, mirror * mirror * _shine);
    }
}
