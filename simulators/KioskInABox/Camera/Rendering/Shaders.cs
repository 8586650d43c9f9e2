using System.Numerics;
using System.Runtime.CompilerServices;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>Colours one dot of a surface.</summary>
internal interface IShader
{
    /// <param name="place">1 / depth, and the texture's two coordinates.</param>
    /// <param name="light">Light in three channels, and the mirror's share.</param>
    /// <param name="colour">What leaves the surface, linear.</param>
    /// <returns>False where the surface has a hole.</returns>
    bool Shade(Vector4 place, Vector4 light, out Vector4 colour);
}

/// <summary>A head: its texture, and lids over its eyes.</summary>
internal readonly struct SkinShader(Texture texture, Vector3 lid, float blink) : IShader
{
    private const float Lash = 0.2f;
    private static readonly Vector4 s_lash = new(0.008f, 0.006f, 0.006f, 0);
    private readonly Vector4 _lid = new(lid, 0);
    private readonly float _blink = blink * 1.06f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Shade(Vector4 place, Vector4 light, out Vector4 colour)
    {
        var own = texture.Sample(place.Y, place.Z);
        own = own.W >= _blink ? own : own.W > _blink - Lash ? s_lash : _lid;
        colour = (own * light) + new Vector4(light.W);
        return true;
    }
}

/// <summary>A print in the hand.</summary>
/// <param name="eyes">Whether living eyes look through holes: each x, y and radius in texture coordinates.</param>
internal readonly struct PrintShader(Texture texture, Holes? eyes) : IShader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Shade(Vector4 place, Vector4 light, out Vector4 colour)
    {
        colour = (texture.Sample(place.Y, place.Z) * light) + new Vector4(light.W);
        return eyes is null || !eyes.Has(place.Y, place.Z);
    }
}

/// <summary>Two oval holes in a sheet, in texture coordinates.</summary>
internal sealed record Holes(Vector2 First, Vector2 Second, Vector2 Radius)
{
    public bool Has(float u, float v) => In(First, u, v) || In(Second, u, v);

    private bool In(Vector2 middle, float u, float v) => ((new Vector2(u, v) - middle) / Radius).LengthSquared() < 1;
}

/// <summary>A screen: own light in red, green and blue stripes, a spot of glare, next to no reflection.</summary>
internal readonly struct ScreenShader(Texture texture, float stripes, Vector2 glare) : IShader
{
    private const float Reflection = 0.04f;
    private static readonly Vector4 s_cold = new(0.68f, 0.74f, 0.86f, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Shade(Vector4 place, Vector4 light, out Vector4 colour)
    {
        var x = place.Y * stripes;
        var y = place.Z * stripes * 1.4f;
        x -= MathF.Floor(x);
        y -= MathF.Floor(y);
        var row = y < 0.16f ? 0.72f : 1.05f;
        var dots = new Vector4(Lit(x < 0.4f), Lit(x is >= 0.3f and < 0.7f), Lit(x >= 0.6f), 0);
        var spot = new Vector2(place.Y - glare.X, (place.Z - glare.Y) * 1.3f).LengthSquared() * 60;
        colour = (texture.Sample(place.Y, place.Z) * s_cold * dots * row) + (light * Reflection)
            + new Vector4(spot < 6 ? 0.5f * MathF.Exp(-spot) : 0);
        return true;
    }

    private static float Lit(bool lit) => lit ? 1.16f : 0.92f;
}
