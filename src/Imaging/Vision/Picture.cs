using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>A decoded picture in planes that are used again for the next one; zeroed by its owner.</summary>
internal sealed class Picture
{
    private byte[] _luma = [];
    private byte[] _blue = [];
    private byte[] _red = [];
    private int _chromaWidth;
    private int _chromaHeight;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public bool IsEmpty => Width == 0;

    public GrayPicture Gray => new(_luma.AsMemory(0, Width * Height), Width, Height);

    public ChromaPicture Coloured => new(Gray, Chroma(_blue), Chroma(_red));

    public ReadOnlySpan<byte> Luma => _luma.AsSpan(0, Width * Height);

    /// <summary>Gives the planes this size. What they hold is undefined until a decoder fills them.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="lumaBytes">Bytes the decoder writes, padding included.</param>
    /// <param name="chromaWidth">0 for a gray picture.</param>
    /// <param name="chromaHeight">0 for a gray picture.</param>
    public (byte[] Luma, byte[] Blue, byte[] Red) Take(
        int width, int height, int lumaBytes, int chromaWidth, int chromaHeight)
    {
        (Width, Height, _chromaWidth, _chromaHeight) = (width, height, chromaWidth, chromaHeight);
        Reserve(ref _luma, lumaBytes);
        Reserve(ref _blue, chromaWidth * chromaHeight);
        Reserve(ref _red, chromaWidth * chromaHeight);
        return (_luma, _blue, _red);
    }

    /// <summary>Forgets the picture.</summary>
    public void Zero()
    {
        CryptographicOperations.ZeroMemory(_luma);
        CryptographicOperations.ZeroMemory(_blue);
        CryptographicOperations.ZeroMemory(_red);
        (Width, Height, _chromaWidth, _chromaHeight) = (0, 0, 0, 0);
    }

    /// <summary>Sums over a rectangle inside the picture; colour is summed where chroma was sampled.</summary>
    public void Add(FaceBox area, ref ColourSum sum)
    {
        for (var y = area.Y; y < area.Y + area.Height; y++)
        {
            foreach (var value in _luma.AsSpan((y * Width) + area.X, area.Width)) sum.Luma += value;
        }

        sum.Pixels += (long)area.Width * area.Height;
        if (_chromaWidth == 0) return;
        var (left, right) = (ToChroma(area.X, _chromaWidth, Width), ToChroma(area.X + area.Width, _chromaWidth, Width));
        var top = ToChroma(area.Y, _chromaHeight, Height);
        var bottom = ToChroma(area.Y + area.Height, _chromaHeight, Height);
        for (var y = top; y < bottom; y++)
        {
            var row = (y * _chromaWidth) + left;
            foreach (var value in _blue.AsSpan(row, right - left)) sum.Blue += value;
            foreach (var value in _red.AsSpan(row, right - left)) sum.Red += value;
        }

        sum.Chroma += (long)(right - left) * (bottom - top);
    }

    private GrayPicture Chroma(byte[] plane) =>
        new(plane.AsMemory(0, _chromaWidth * _chromaHeight), _chromaWidth, _chromaHeight);

    private static int ToChroma(int at, int chroma, int luma) => (int)((long)at * chroma / luma);

    private static void Reserve(ref byte[] plane, int bytes)
    {
        if (plane.Length >= bytes) return;
        CryptographicOperations.ZeroMemory(plane);
        plane = GC.AllocateUninitializedArray<byte>(bytes);
    }
}

/// <summary>Sums of luminance and chroma; a mean of them is the colour's mean, as the conversion is linear.</summary>
internal struct ColourSum
{
    public long Luma;
    public long Pixels;
    public long Blue;
    public long Red;
    public long Chroma;

    /// <summary>Mean as red, green, blue (BT.601 full range, as in JFIF); black when nothing was summed.</summary>
    public readonly MeanColour Mean()
    {
        if (Pixels == 0) return default;
        var luma = (float)((double)Luma / Pixels);
        if (Chroma == 0) return new MeanColour(luma, luma, luma);
        return Jfif.ToColour(luma, (float)((double)Blue / Chroma), (float)((double)Red / Chroma));
    }
}
