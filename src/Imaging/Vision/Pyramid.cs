using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace KioskSuite.Imaging.Vision;

/// <summary>A picture at full, half and quarter size; each smaller pixel is the mean of four.</summary>
internal sealed unsafe class Pyramid
{
    public const int Levels = 3;

    private readonly byte[][] _levels = [[], []];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Pixels of a smaller level, 1 or 2; the full picture stays its owner's.</summary>
    public byte[] this[int level] => _levels[level - 1];

    public void Fill(GrayPicture picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        for (var i = 0; i < _levels.Length; i++)
        {
            // Registers reach a little over the last pixel.
            var bytes = ((Width >> (i + 1)) * (Height >> (i + 1))) + LucasKanade.Overreach;
            if (_levels[i].Length < bytes) _levels[i] = new byte[bytes];
        }

        fixed (byte* full = picture.Pixels.Span, half = _levels[0], quarter = _levels[1])
        {
            Halve(full, Width, Height, half);
            Halve(half, Width >> 1, Height >> 1, quarter);
        }
    }

    /// <summary>Forgets the picture.</summary>
    public void Zero()
    {
        foreach (var level in _levels) CryptographicOperations.ZeroMemory(level);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Halve(byte* from, int width, int height, byte* to)
    {
        var (columns, rows) = (width >> 1, height >> 1);
        for (var y = 0; y < rows; y++)
        {
            HalveRow(from + (2 * y * width), from + (((2 * y) + 1) * width), to + (y * columns), columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalveRow(byte* above, byte* below, byte* to, int columns)
    {
        var x = 0;
        for (; x <= columns - 8; x += 8)
        {
            var pairs = Vector128.Load(above + (2 * x)).AsUInt16();
            var lower = Vector128.Load(below + (2 * x)).AsUInt16();
            var mask = Vector128.Create((ushort)byte.MaxValue);
            var sum = (pairs & mask) + (pairs >>> 8) + (lower & mask) + (lower >>> 8);
            var mean = sum + Vector128.Create((ushort)2) >>> 2;
            *(ulong*)(to + x) = Vector128.Narrow(mean, mean).AsUInt64().GetElement(0);
        }

        for (; x < columns; x++)
        {
            to[x] = (byte)((above[2 * x] + above[(2 * x) + 1] + below[2 * x] + below[(2 * x) + 1] + 2) >> 2);
        }
    }
}
