using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Looks for faces of all sizes in a picture. Allocates only when pictures grow.</summary>
internal sealed class CascadeDetector(Cascade cascade)
{
    private const double ScaleStep = 1.1;
    private const int Neighbours = 3;

    /// <summary>Below it every second row and column will do.</summary>
    private const double FineScale = 2;

    private readonly ScaledIntegral _integral = new();
    private readonly FaceGroups _groups = new();
    private readonly CascadeScan.Placed[] _placed = new CascadeScan.Placed[cascade.Stumps.Length];
    private int _placedFor;

    /// <inheritdoc cref="IVision.Detect"/>
    public int Detect(GrayPicture picture, int smallest, Span<FaceBox> faces)
    {
        _groups.Clear();
        var scale = 1.0;
        while (cascade.Width * scale < smallest) scale *= ScaleStep;
        _integral.Reserve(picture, Size(picture.Width, scale), Size(picture.Height, scale));
        if (_placedFor != _integral.Stride) CascadeScan.Place(cascade, _placedFor = _integral.Stride, _placed);
        while (Fits(picture, scale))
        {
            _integral.Fill(picture, scale, Size(picture.Width, scale), Size(picture.Height, scale));
            Scan(picture, scale);
            scale *= ScaleStep;
        }

        return _groups.Group(Neighbours, faces);
    }

    /// <summary>Forgets the last picture.</summary>
    public void Zero() => _integral.Zero();

    private static int Size(int length, double scale) => (int)Math.Round(length / scale);

    private bool Fits(GrayPicture picture, double scale) =>
        Size(picture.Width, scale) > cascade.Width && Size(picture.Height, scale) > cascade.Height;

    private unsafe void Scan(GrayPicture picture, double scale)
    {
        var columns = Size(picture.Width, scale) - cascade.Width;
        var rows = Size(picture.Height, scale) - cascade.Height;
        var step = scale < FineScale ? 2 : 1;
        var lanes = step == 1 ? ushort.MaxValue : 0x5555u;
        fixed (ushort* sums = _integral.Sums)
        fixed (CascadeScan.Placed* placed = _placed)
        fixed (byte* subsets = cascade.Subsets)
        {
            for (var y = 0; y < rows; y += step)
            {
                for (var x = 0; x < columns; x += ScaledIntegral.Lanes)
                {
                    var alive = lanes & ((1u << Math.Min(ScaledIntegral.Lanes, columns - x)) - 1);
                    var at = sums + (y * _integral.Stride) + x;
                    var hits = CascadeScan.Ask(at, alive, cascade.Stages, placed, subsets);
                    for (; hits != 0; hits &= hits - 1)
                    {
                        if (!Add(x + System.Numerics.BitOperations.TrailingZeroCount(hits), y, scale)) return;
                    }
                }
            }
        }
    }

    private bool Add(int x, int y, double scale) => _groups.Add(new FaceBox(
        (int)Math.Round(x * scale),
        (int)Math.Round(y * scale),
        (int)Math.Round(cascade.Width * scale),
        (int)Math.Round(cascade.Height * scale)));
}
