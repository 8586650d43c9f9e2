using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>Brightness, glare, blur and colours of a face and of what surrounds it.</summary>
internal sealed class LightMeter
{
    private const int Side = 128;
    private const byte Glaring = 250;
    private const int BorderParts = 8;
    private readonly float[] _scaled = new float[Side * Side];

    /// <summary>Adds what is measured in the face, or in the whole picture when there is none.</summary>
    public FaceMeasures Measure(Picture picture, FaceBox? face, FaceMeasures measures)
    {
        var whole = new FaceBox(0, 0, picture.Width, picture.Height);
        var area = face ?? whole;
        var (sum, glaring) = (0L, 0);
        for (var y = area.Y; y < area.Y + area.Height; y++)
        {
            foreach (var value in picture.Luma.Slice((y * picture.Width) + area.X, area.Width))
            {
                sum += value;
                if (value >= Glaring) glaring++;
            }
        }

        var colour = default(ColourSum);
        foreach (var part in FaceRegions.Skin(area))
        {
            picture.Add(FaceRegions.Clip(part, picture.Width, picture.Height), ref colour);
        }

        var pixels = area.Width * area.Height;
        return measures with
        {
            Brightness = (float)((double)sum / pixels),
            Glare = (float)glaring / pixels,
            Sharpness = Sharpness(picture, area),
            Skin = colour.Mean(),
        };
    }

    /// <summary>Mean colour of the border.</summary>
    public MeanColour Surround(Picture picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        var (side, line) = (width / BorderParts, height / BorderParts);
        var sum = default(ColourSum);
        picture.Add(new FaceBox(0, 0, width, line), ref sum);
        picture.Add(new FaceBox(0, height - line, width, line), ref sum);
        picture.Add(new FaceBox(0, line, side, height - (2 * line)), ref sum);
        picture.Add(new FaceBox(width - side, line, side, height - (2 * line)), ref sum);
        return sum.Mean();
    }

    /// <summary>Forgets the last face.</summary>
    public void Zero() => _scaled.AsSpan().Clear();

    /// <summary>Variance of the Laplacian at a common size, so that near and far faces compare.</summary>
    private float Sharpness(Picture picture, FaceBox area)
    {
        Resampler.Scale(
            picture.Luma, picture.Width, picture.Height, Resampler.Area.Of(area), _scaled, Side, Side);
        var (sum, squares) = (0.0, 0.0);
        for (var y = 1; y < Side - 1; y++)
        {
            for (var at = (y * Side) + 1; at < ((y + 1) * Side) - 1; at++)
            {
                var around = _scaled[at - 1] + _scaled[at + 1] + _scaled[at - Side] + _scaled[at + Side];
                var value = around - (4 * _scaled[at]);
                (sum, squares) = (sum + value, squares + (value * value));
            }
        }

        const int Count = (Side - 2) * (Side - 2);
        return (float)((squares / Count) - (sum / Count * (sum / Count)));
    }
}
