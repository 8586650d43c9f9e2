using System.Numerics;
using System.Runtime.CompilerServices;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>Linear colours; the fourth channel is the shader's own.</summary>
internal sealed class Texture(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public Vector4[] Pixels { get; } = new Vector4[width * height];

    public static Texture Of(Vector3 colour)
    {
        var plain = new Texture(2, 2);
        Array.Fill(plain.Pixels, new Vector4(colour, Never));
        return plain;
    }

    /// <summary>Of the fourth channel: no lid ever covers it.</summary>
    public const float Never = 9;

    /// <summary>The colour between four dots; coordinates from 0 to 1, clamped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector4 Sample(float u, float v)
    {
        var x = Math.Clamp((u * Width) - 0.5f, 0, Width - 1.001f);
        var y = Math.Clamp((v * Height) - 0.5f, 0, Height - 1.001f);
        var (column, row) = ((int)x, (int)y);
        var at = (row * Width) + column;
        var upper = Vector4.Lerp(Pixels[at], Pixels[at + 1], x - column);
        var lower = Vector4.Lerp(Pixels[at + Width], Pixels[at + Width + 1], x - column);
        return Vector4.Lerp(upper, lower, y - row);
    }
}
