using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KioskSuite.Imaging.Vision;

/// <summary>
/// The surroundings of one point, 15 × 15 pixels between pixels, with their slopes. Brightness that rises or falls
/// as a whole moves nothing: slopes are taken without their mean.
/// </summary>
internal unsafe struct FlowPatch
{
    public const int Half = 7;
    public const int Side = (2 * Half) + 1;
    public const int Area = Side * Side;

    private const int Row = 16;
    private const int WideRow = 24;
    private const int WideRows = Side + 2;

    private fixed float _values[Side * Row];
    private fixed float _slopesX[Side * Row];
    private fixed float _slopesY[Side * Row];

    /// <summary>Sums of the slopes' products; <see cref="Least"/> is the smaller eigenvalue per pixel.</summary>
    private float _xx;
    private float _xy;
    private float _yy;

    public float Least { get; private set; }

    /// <summary>Variance of the patch's brightness.</summary>
    public float Variance { get; private set; }

    /// <summary>Takes the patch round a point that has at least 8 pixels on all sides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(byte* pixels, int stride, float x, float y)
    {
        var wide = stackalloc float[WideRows * WideRow];
        Sample(pixels, stride, x - Half - 1, y - Half - 1, wide);
        fixed (float* values = _values, slopesX = _slopesX, slopesY = _slopesY)
        {
            var (sum, squares, sumX, sumY) = (0f, 0f, 0f, 0f);
            for (var row = 0; row < Side; row++)
            {
                var centre = wide + ((row + 1) * WideRow) + 1;
                for (var i = 0; i < Side; i++)
                {
                    var value = centre[i];
                    var slopeX = (centre[i + 1] - centre[i - 1]) / 2;
                    var slopeY = (centre[i + WideRow] - centre[i - WideRow]) / 2;
                    var at = (row * Row) + i;
                    (values[at], slopesX[at], slopesY[at]) = (value, slopeX, slopeY);
                    (sum, squares, sumX, sumY) = (sum + value, squares + (value * value), sumX + slopeX, sumY + slopeY);
                }
            }

            Variance = (squares / Area) - (sum / Area * (sum / Area));
            Centre(values, slopesX, slopesY, sumX / Area, sumY / Area);
        }
    }

    /// <summary>One step of Newton from a guess that has at least 8 pixels on all sides.</summary>
    /// <param name="pixels">The other picture.</param>
    /// <param name="stride">Pixels per row.</param>
    /// <param name="x">Guess.</param>
    /// <param name="y">Guess.</param>
    /// <param name="residual">Variance of what differs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (float X, float Y) Step(byte* pixels, int stride, float x, float y, out float residual)
    {
        var (column, line) = ((int)x - Half, (int)y - Half);
        var (partX, partY) = (Vector256.Create(x - (int)x), Vector256.Create(y - (int)y));
        var at = pixels + (line * stride) + column;
        var (towardsX, towardsY) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (sum, squares) = (Vector256<float>.Zero, Vector256<float>.Zero);
        fixed (float* values = _values, slopesX = _slopesX, slopesY = _slopesY)
        {
            var (left, right) = (Between(at, partX), Between(at + 8, partX));
            for (var i = 0; i < Side * Row; i += Row)
            {
                at += stride;
                var (nextLeft, nextRight) = (Between(at, partX), Between(at + 8, partX));
                var first = Vector256.Load(values + i) - Mix(left, nextLeft, partY);
                var second = (Vector256.Load(values + i + 8) - Mix(right, nextRight, partY)) * AllButLast();
                towardsX += (first * Vector256.Load(slopesX + i)) + (second * Vector256.Load(slopesX + i + 8));
                towardsY += (first * Vector256.Load(slopesY + i)) + (second * Vector256.Load(slopesY + i + 8));
                sum += first + second;
                squares += (first * first) + (second * second);
                (left, right) = (nextLeft, nextRight);
            }
        }

        var mean = Vector256.Sum(sum) / Area;
        residual = (Vector256.Sum(squares) / Area) - (mean * mean);
        var (bx, by) = (Vector256.Sum(towardsX), Vector256.Sum(towardsY));
        var determinant = (_xx * _yy) - (_xy * _xy);
        return (((_yy * bx) - (_xy * by)) / determinant, ((_xx * by) - (_xy * bx)) / determinant);
    }

    private void Centre(float* values, float* slopesX, float* slopesY, float meanX, float meanY)
    {
        (_xx, _xy, _yy) = (0, 0, 0);
        for (var row = 0; row < Side; row++)
        {
            for (var i = row * Row; i < (row * Row) + Side; i++)
            {
                slopesX[i] -= meanX;
                slopesY[i] -= meanY;
                _xx += slopesX[i] * slopesX[i];
                _xy += slopesX[i] * slopesY[i];
                _yy += slopesY[i] * slopesY[i];
            }

            // The sixteenth column is only there to fill the register.
            (slopesX[(row * Row) + Side], slopesY[(row * Row) + Side]) = (0, 0);
            // What the stack held before may be no number, and no number times 0 is none either.
            values[(row * Row) + Side] = 0;
        }

        var spread = MathF.Sqrt(((_xx - _yy) * (_xx - _yy)) + (4 * _xy * _xy));
        Least = (_xx + _yy - spread) / 2 / Area;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sample(byte* pixels, int stride, float x, float y, float* wide)
    {
        var (column, line) = ((int)x, (int)y);
        var (partX, partY) = (Vector256.Create(x - column), Vector256.Create(y - line));
        for (var part = 0; part < WideRow; part += 8)
        {
            var at = pixels + (line * stride) + column + part;
            var above = Between(at, partX);
            for (var row = 0; row < WideRows; row++)
            {
                at += stride;
                var below = Between(at, partX);
                Mix(above, below, partY).Store(wide + (row * WideRow) + part);
                above = below;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AllButLast() => Vector256.Create(1f, 1, 1, 1, 1, 1, 1, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Between(byte* at, Vector256<float> part) => Mix(Load(at), Load(at + 1), part);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mix(Vector256<float> a, Vector256<float> b, Vector256<float> part) =>
        a + ((b - a) * part);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(byte* at) => Avx2.IsSupported
        ? Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(at))
        : Vector256.Create((float)at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]);
}
