using System.Text.Json;
using System.Text.Json.Serialization;

namespace KioskSuite.Imaging;

/// <summary>A card face as data. Lengths are dots at 300 dpi, the origin is the top left corner of the card.</summary>
/// <param name="Id">Id, equal to the file's name.</param>
/// <param name="Version">Raised with every change that a customer could see.</param>
/// <param name="Font">Font family of all texts; no other family is ever used in its place.</param>
/// <param name="Shapes">The coloured design, painted in this order.</param>
/// <param name="Texts">Texts that are the same on each card.</param>
/// <param name="Pan">Where the number goes, in groups of four.</param>
/// <param name="Expiry">Where the end of validity goes.</param>
/// <param name="Name">Where the cardholder's name goes.</param>
internal sealed record FaceLayout(
    string Id,
    ulong Version,
    string Font,
    IReadOnlyList<Shape> Shapes,
    IReadOnlyList<FixedText> Texts,
    TextPlace Pan,
    TextPlace Expiry,
    TextPlace Name)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new ColourConverter(),
        },
    };

    /// <summary>The layout, or in <paramref name="wrong"/> what is wrong with it. An unknown key is wrong.</summary>
    public static FaceLayout? Parse(ReadOnlySpan<byte> json, out string wrong)
    {
        try
        {
            var layout = JsonSerializer.Deserialize<FaceLayout>(json, Strict);
            wrong = layout is null ? "empty" : layout.Check();
            return wrong.Length == 0 ? layout : null;
        }
        catch (JsonException bad)
        {
            wrong = bad.Message;
            return null;
        }
    }

    private string Check()
    {
        if (Version == 0) return "version is 0";
        if (Font.Length is 0 or > 64) return "font has no name";
        if (Shapes.Count > 64 || Texts.Count > 32) return "too many shapes or texts";
        foreach (var place in Texts.Select(text => text.Place).Concat([Pan, Expiry, Name]))
        {
            if (!place.Holds) return $"text place at {place.Box} is out of range";
        }

        var bad = Shapes.FirstOrDefault(shape => !shape.Holds);
        return bad is null ? "" : $"{bad.GetType().Name} is out of range";
    }
}

/// <summary>A text that is the same on each card.</summary>
internal sealed record FixedText(string Text, TextPlace Place);

internal enum Weight
{
    Regular = 400,
    Bold = 700,
}

internal enum Align
{
    Left,
    Centre,
    Right,
}

/// <summary>A rectangle in dots.</summary>
internal sealed record Box(double X, double Y, double Width, double Height)
{
    [JsonIgnore]
    public bool OnCard => X >= 0 && Y >= 0 && Width > 0 && Height > 0
        && X + Width <= Devices.CardImage.Width && Y + Height <= Devices.CardImage.Height;
}

/// <summary>One line of text: its ink stays inside the box at the largest size that fits.</summary>
/// <param name="Box">No ink outside.</param>
/// <param name="Baseline">Distance of the baseline from the card's top.</param>
/// <param name="Size">Preferred size, em in dots (4.17 dots are one point).</param>
/// <param name="Smallest">Smallest allowed size; the same as <paramref name="Size"/> where nothing may shrink.</param>
/// <param name="Weight">Weight of the font.</param>
/// <param name="Spacing">Extra distance between letters in dots.</param>
/// <param name="Align">Alignment in the box.</param>
internal sealed record TextPlace(
    Box Box,
    double Baseline,
    double Size,
    double Smallest,
    Weight Weight,
    double Spacing,
    Align Align)
{
    [JsonIgnore]
    public bool Holds => Box.OnCard && Baseline > Box.Y && Baseline <= Box.Y + Box.Height
        && Size is >= 8 and <= 200 && Smallest >= 8 && Smallest <= Size && Spacing is >= 0 and <= 40;
}
