using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>Lens and sensor: a slight blur, noise that no two frames share, and bytes for light.</summary>
internal static class Sensor
{
    private const float Middle = 0.6f;
    private const float Side = (1 - Middle) / 4;
    private const int Grains = 1 << 14;
    private static readonly Vector4[] s_grains = MakeGrains();

    /// <param name="noise">Standard deviation in steps of the sensor, 0 for none.</param>
    /// <param name="rgb">Rows from the top, 3 bytes per dot.</param>
    public static void Expose(ReadOnlySpan<Vector4> light, int width, uint seed, float noise, Span<byte> rgb)
    {
        var height = light.Length / width;
        var to = 0;
        for (var y = 0; y < height; y++)
        {
            var row = light.Slice(y * width, width);
            var above = light.Slice(Math.Max(y - 1, 0) * width, width);
            var below = light.Slice(Math.Min(y + 1, height - 1) * width, width);
            var start = (int)(Noise.At(y, 1, seed) * (Grains - width));
            var grain = s_grains.AsSpan(start, width);
            for (var x = 0; x < width; x++)
            {
                var dot = Blur(row, above, below, x);
                var value = (Vector4.SquareRoot(Vector4.Max(dot, Vector4.Zero)) * 255) + (grain[x] * noise);
                Write(ref MemoryMarshal.GetReference(rgb[to..]), value);
                to += 3;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector4 Blur(
        ReadOnlySpan<Vector4> row, ReadOnlySpan<Vector4> above, ReadOnlySpan<Vector4> below, int x)
    {
        var left = row[x == 0 ? 0 : x - 1];
        var right = row[x == row.Length - 1 ? x : x + 1];
        return (row[x] * Middle) + ((left + right + above[x] + below[x]) * Side);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref byte to, Vector4 value)
    {
        value = Vector4.Clamp(value + new Vector4(0.5f), Vector4.Zero, new Vector4(255));
        to = (byte)value.X;
        Unsafe.Add(ref to, 1) = (byte)value.Y;
        Unsafe.Add(ref to, 2) = (byte)value.Z;
    }

    // Nearly Gaussian: four even ones added up have a variance of a third.
    private static Vector4[] MakeGrains()
    {
        var grains = new Vector4[Grains];
        for (var i = 0; i < Grains; i++)
        {
            grains[i] = new(Grain(i, 0), Grain(i, 1), Grain(i, 2), 0);
        }

        return grains;
    }

    private static float Grain(int index, uint channel)
    {
        var sum = 0f;
        for (var i = 0; i < 4; i++)
        {
            sum += Noise.At(index, i, channel + 77) - 0.5f;
        }

        return sum * 1.732f;
    }
}
