using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// A luminance picture made smaller, as sums over all pixels above and left, modulo 65,536: differences over blocks of
/// at most 257 pixels are exact all the same, and twice as many fit a register.
/// </summary>
internal sealed unsafe class ScaledIntegral
{
    /// <summary>Windows looked at together; rows are padded so that they may reach over the end.</summary>
    public const int Lanes = 16;

    private const int One = 128;
    private ushort[] _sums = [];
    private byte[] _row = [];
    private byte[] _scaled = [];
    private int[] _columns = [];
    private int[] _weights = [];

    /// <summary>Sums per row, constant for one picture; the first of each row is 0.</summary>
    public int Stride { get; private set; }

    public ReadOnlySpan<ushort> Sums => _sums;

    /// <summary>Makes room for a picture and the largest of its scales.</summary>
    public void Reserve(GrayPicture picture, int width, int height)
    {
        Stride = width + 1 + (2 * Lanes);
        var sums = Stride * (height + 1) + Lanes;
        if (_sums.Length < sums) Array.Resize(ref _sums, sums);
        if (_row.Length < picture.Width + Vector256<byte>.Count) _row = new byte[picture.Width + Vector256<byte>.Count];
        if (_scaled.Length >= Stride) return;
        (_scaled, _columns, _weights) = (new byte[Stride], new int[Stride], new int[Stride]);
    }

    /// <summary>Bilinear, pixel centres on pixel centres.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(GrayPicture picture, double scale, int width, int height)
    {
        SetColumns(picture.Width, scale, width);
        fixed (byte* pixels = picture.Pixels.Span, row = _row, scaled = _scaled)
        fixed (int* columns = _columns, weights = _weights)
        fixed (ushort* sums = _sums)
        {
            new Span<ushort>(sums, Stride).Clear();
            for (var y = 0; y < height; y++)
            {
                var from = Math.Clamp(((y + 0.5) * scale) - 0.5, 0, picture.Height - 1);
                var above = (int)from;
                var weight = Weight(from - above);
                var below = Math.Min(above + 1, picture.Height - 1);
                Blend(pixels + (above * picture.Width), pixels + (below * picture.Width), weight, row, picture.Width);
                row[picture.Width] = row[picture.Width - 1];
                Shrink(row, columns, weights, scaled, width);
                Accumulate(scaled, sums + (y * Stride), sums + ((y + 1) * Stride), width);
            }
        }
    }

    /// <summary>Forgets the last picture.</summary>
    public void Zero()
    {
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_sums.AsSpan()));
        CryptographicOperations.ZeroMemory(_row);
        CryptographicOperations.ZeroMemory(_scaled);
    }

    private void SetColumns(int sourceWidth, double scale, int width)
    {
        for (var x = 0; x < width; x++)
        {
            var from = Math.Clamp(((x + 0.5) * scale) - 0.5, 0, sourceWidth - 1);
            var left = (int)from;
            var weight = Weight(from - left);
            _columns[x] = left;
            _weights[x] = (weight << 8) | (One - weight);
        }
    }

    /// <summary>Both it and its rest fit a signed byte, as the instruction wants them.</summary>
    private static int Weight(double part) => Math.Clamp((int)((part * One) + 0.5), 1, One - 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend(byte* above, byte* below, int weight, byte* row, int width)
    {
        var x = 0;
        if (Avx2.IsSupported)
        {
            var weights = Vector256.Create((short)((weight << 8) | (One - weight))).AsSByte();
            var half = Vector256.Create((short)(One / 2));
            for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                var (a, b) = (Vector256.Load(above + x), Vector256.Load(below + x));
                var low = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(a, b), weights) + half >>> 7;
                var high = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(a, b), weights) + half >>> 7;
                Avx2.PackUnsignedSaturate(low, high).Store(row + x);
            }
        }

        for (; x < width; x++) row[x] = (byte)(((above[x] * (One - weight)) + (below[x] * weight) + (One / 2)) >> 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shrink(byte* row, int* columns, int* weights, byte* scaled, int width)
    {
        var x = 0;
        if (Avx2.IsSupported)
        {
            var half = Vector256.Create(One / 2);
            for (; x <= width - 8; x += 8)
            {
                var pixels = Avx2.GatherVector256((int*)row, Vector256.Load(columns + x), 1);
                var sums = Avx2.MultiplyAddAdjacent(pixels.AsByte(), Vector256.Load(weights + x).AsSByte()).AsInt32();
                var values = (sums + half >>> 7).AsInt16();
                var words = Avx2.PackUnsignedSaturate(values.AsInt32(), values.AsInt32()).AsInt16();
                var bytes = Avx2.PackUnsignedSaturate(words, words).AsUInt32();
                *(uint*)(scaled + x) = bytes.GetElement(0);
                *(uint*)(scaled + x + 4) = bytes.GetElement(4);
            }
        }

        for (; x < width; x++)
        {
            var (left, weight) = (columns[x], weights[x] >> 8);
            scaled[x] = (byte)(((row[left] * (One - weight)) + (row[left + 1] * weight) + (One / 2)) >> 7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(byte* scaled, ushort* above, ushort* sums, int width)
    {
        sums[0] = 0;
        var x = 0;
        ushort carry = 0;
        if (Vector128.IsHardwareAccelerated && Sse2.IsSupported)
        {
            var last = Vector128<ushort>.Zero;
            for (; x <= width - 8; x += 8)
            {
                var values = Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)(scaled + x)).AsByte());
                values += Sse2.ShiftLeftLogical128BitLane(values, 2);
                values += Sse2.ShiftLeftLogical128BitLane(values, 4);
                values += Sse2.ShiftLeftLogical128BitLane(values, 8);
                values += last;
                (values + Vector128.Load(above + x + 1)).Store(sums + x + 1);
                last = Vector128.Create(values.GetElement(7));
            }

            carry = last.GetElement(0);
        }

        for (; x < width; x++)
        {
            carry += scaled[x];
            sums[x + 1] = (ushort)(carry + above[x + 1]);
        }
    }
}
