using KioskSuite.Devices;

namespace KioskSuite.KioskInABox.World;

/// <summary>The stripe of a plastic card: three tracks of bits as long as the card.</summary>
/// <param name="coercivity">Of its material: another field leaves nothing that a reader understands.</param>
/// <param name="soiled">Grease covers it in one place, where heads neither write nor read.</param>
public sealed class MagneticStripe(Coercivity coercivity, bool soiled)
{
    /// <summary>ID-1, ISO/IEC 7810.</summary>
    private const double CardLength = 85.6;

    /// <summary>Where the first bit of a start sentinel lies (ISO/IEC 7811-2).</summary>
    private const double LeadIn = 7.44;
    private const double GreaseBegins = 20;
    private const double GreaseEnds = 26;
    private const double Inch = 25.4;
    private readonly bool[]?[] _tracks = new bool[]?[TrackFormat.All.Count];

    /// <summary>Magnetises a track; false when the data does not fit its format, and the track stays.</summary>
    /// <param name="track">1 to 3.</param>
    /// <param name="data">Without sentinels and LRC.</param>
    /// <param name="field">What the head was set to.</param>
    public bool Write(int track, string data, Coercivity field)
    {
        var format = TrackFormat.All[track - 1];
        if (format.Magnetise(data) is not { } characters)
        {
            return false;
        }

        var bits = new bool[At(format, CardLength)];
        if (field == coercivity)
        {
            characters.CopyTo(bits, At(format, LeadIn));
        }

        _tracks[track - 1] = bits;
        return true;
    }

    /// <summary>
    /// The data between the sentinels, empty for a track that was never written, null for one that nobody can read.
    /// </summary>
    public string? Read(int track)
    {
        if (_tracks[track - 1] is not { } written)
        {
            return "";
        }

        var format = TrackFormat.All[track - 1];
        bool[] seen = [.. written];
        if (soiled)
        {
            seen.AsSpan(At(format, GreaseBegins)..At(format, GreaseEnds)).Clear();
        }

        return format.Read(seen);
    }

    private static int At(TrackFormat format, double millimetres) =>
        (int)(format.Density * millimetres / Inch);
}
