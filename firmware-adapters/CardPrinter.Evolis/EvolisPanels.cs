using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>The bit planes of one face. Y, M, C: 576,072 bytes each, 0 no ink to 127 full; K: 82,296 bytes.</summary>
internal sealed record EvolisPanelSet(byte[] Yellow, byte[] Magenta, byte[] Cyan, byte[] Black)
{
    /// <summary>Zeroes the planes; a face shows a name and a number.</summary>
    public void Clear()
    {
        foreach (var plane in new[] { Yellow, Magenta, Cyan, Black })
        {
            Array.Clear(plane);
        }
    }

    public override string ToString() => "panels of a card face";
}

/// <summary>Between a card face and ribbon panels of 1016 lines of 648 dots (guide A5013, bitmaps).</summary>
/// <remarks>
/// The landscape face is turned 90° clockwise: line 0 is its left column, the first dot of a line its bottom row.
/// Dots that are pure black go to K alone, so that text is one sharp pass. Bits stand most significant first.
/// </remarks>
public static class EvolisPanels
{
    internal const int ColourLength = EvolisCommand.PlaneLength * ColourBits;
    internal const int BlackLength = EvolisCommand.PlaneLength;

    private const int Lines = CardImage.Width;
    private const int Dots = CardImage.Height;
    private const int ColourBits = 7;
    private const int ColourLine = Dots * ColourBits / 8;
    private const int FullInk = 127;

    /// <summary>What the head can print of a face: 7 bits per colour, expanded again.</summary>
    public static CardImage Quantise(CardImage face)
    {
        Demand(face);
        return new CardImage(Array.ConvertAll(face.Rgb, value => Expand(value >> 1)));
    }

    internal static EvolisPanelSet Split(CardImage face)
    {
        Demand(face);
        var panels = new EvolisPanelSet(
            new byte[ColourLength], new byte[ColourLength], new byte[ColourLength], new byte[BlackLength]);
        for (var line = 0; line < Lines; line++)
        {
            SplitLine(face.Rgb, line, panels);
        }

        return panels;
    }

    /// <summary>The face that a head would print from panels.</summary>
    internal static CardImage Join(EvolisPanelSet panels)
    {
        var rgb = new byte[Lines * Dots * 3];
        for (var line = 0; line < Lines; line++)
        {
            for (var dot = 0; dot < Dots; dot++)
            {
                if (IsBlack(panels.Black, line, dot))
                {
                    continue;
                }

                var at = Offset(line, dot);
                rgb[at] = Expand(FullInk - Ink(panels.Cyan, line, dot));
                rgb[at + 1] = Expand(FullInk - Ink(panels.Magenta, line, dot));
                rgb[at + 2] = Expand(FullInk - Ink(panels.Yellow, line, dot));
            }
        }

        return new CardImage(rgb);
    }

    private static void Demand(CardImage face) =>
        InvariantException.Require(face.Rgb.Length == Lines * Dots * 3, "a face has 1016 x 648 dots of 3 bytes");

    private static void SplitLine(byte[] rgb, int line, EvolisPanelSet panels)
    {
        for (var dot = 0; dot < Dots; dot++)
        {
            var at = Offset(line, dot);
            var (red, green, blue) = (rgb[at], rgb[at + 1], rgb[at + 2]);
            if ((red | green | blue) == 0)
            {
                panels.Black[(line * EvolisRuns.Line) + (dot / 8)] |= (byte)(1 << (7 - (dot % 8)));
                continue;
            }

            PutInk(panels.Cyan, line, dot, FullInk - (red >> 1));
            PutInk(panels.Magenta, line, dot, FullInk - (green >> 1));
            PutInk(panels.Yellow, line, dot, FullInk - (blue >> 1));
        }
    }

    private static int Offset(int line, int dot) => (((Dots - 1 - dot) * Lines) + line) * 3;

    private static bool IsBlack(byte[] plane, int line, int dot) =>
        (plane[(line * EvolisRuns.Line) + (dot / 8)] >> (7 - (dot % 8)) & 1) != 0;

    /// <summary>A 7-bit value lies in the 16 bits from its first byte on, or ends with that byte.</summary>
    private static void PutInk(byte[] plane, int line, int dot, int ink)
    {
        var bit = dot * ColourBits;
        var at = (line * ColourLine) + (bit / 8);
        var pair = ink << (16 - ColourBits - (bit % 8));
        plane[at] |= (byte)(pair >> 8);
        if (bit % 8 > 8 - ColourBits)
        {
            plane[at + 1] |= (byte)pair;
        }
    }

    private static int Ink(byte[] plane, int line, int dot)
    {
        var bit = dot * ColourBits;
        var at = (line * ColourLine) + (bit / 8);
        var pair = (plane[at] << 8) | (bit % 8 > 8 - ColourBits ? plane[at + 1] : 0);
        return pair >> (16 - ColourBits - (bit % 8)) & FullInk;
    }

    private static byte Expand(int value) => (byte)((value << 1) | (value >> 6));
}
