namespace KioskSuite.Devices;

/// <summary>The personal texts of one card face. They come with the script and stay in memory.</summary>
/// <param name="Pan">Card number, 12 to 19 digits without spaces.</param>
/// <param name="Name">Cardholder's name as it shall be printed, one line.</param>
/// <param name="Expiry">End of validity as printed: <c>MM/YY</c>.</param>
/// <param name="Layout">Layout id: 1 to 40 of a-z, 0-9 and hyphen.</param>
/// <param name="LayoutVersion">The layout's version; any other than the installed one is refused.</param>
public sealed record FaceText(string Pan, string Name, string Expiry, string Layout, ulong LayoutVersion)
{
    public override string ToString() => $"face text for {Layout} {LayoutVersion}";
}

/// <summary>Measures and draws card faces.</summary>
/// <remarks>
/// Failures: <see cref="DeviceFault.GlyphMissing"/> (the font lacks a character, or the text holds control characters),
/// <see cref="DeviceFault.NameTooLong"/> (wider than its box at the smallest size), and
/// <see cref="DeviceFault.PainterFailed"/> (unknown layout or version, malformed text, a painter that did not answer).
/// </remarks>
public interface ICardFacePainter
{
    /// <summary>Tells whether the name can be printed on that layout; draws nothing.</summary>
    ValueTask<Outcome<Done>> MeasureAsync(string name, string layout, CancellationToken stop);

    /// <summary>Draws the face. The caller owns the image and zeroes it after printing.</summary>
    ValueTask<Outcome<CardImage>> DrawAsync(FaceText face, CancellationToken stop);
}
