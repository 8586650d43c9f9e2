using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KioskSuite.Imaging;

/// <summary>A piece of the coloured design. Lengths are dots; colours are <c>#RRGGBB</c> or <c>#RRGGBBAA</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Plate), "plate")]
[JsonDerivedType(typeof(Disc), "disc")]
[JsonDerivedType(typeof(Ridge), "ridge")]
[JsonDerivedType(typeof(Waves), "waves")]
[JsonDerivedType(typeof(Rosette), "rosette")]
internal abstract record Shape
{
    /// <summary>False when a value would cost unbounded work or cannot be drawn.</summary>
    [JsonIgnore]
    public abstract bool Holds { get; }

    protected static bool Near(params ReadOnlySpan<double> lengths)
    {
        foreach (var length in lengths)
        {
            if (!double.IsFinite(length) || Math.Abs(length) > 4096) return false;
        }

        return true;
    }
}

/// <summary>A colour of a gradient, at 0 (begin) to 1 (end).</summary>
internal sealed record Stop(double At, Colour Colour);

/// <summary>A point in dots.</summary>
internal sealed record Point(double X, double Y);

/// <summary>Colours along the line between two points.</summary>
internal sealed record Gradient(Point From, Point To, IReadOnlyList<Stop> Stops)
{
    [JsonIgnore]
    public bool Holds => Stops.Count is >= 1 and <= 16 && Stops.All(stop => stop.At is >= 0 and <= 1);
}

/// <summary>A rectangle with rounded corners.</summary>
internal sealed record Plate(Box Box, double Radius, Gradient Fill) : Shape
{
    public override bool Holds => Near(Box.X, Box.Y, Box.Width, Box.Height) && Radius is >= 0 and <= 324 && Fill.Holds;
}

/// <summary>A disc, coloured from its centre outwards.</summary>
internal sealed record Disc(Point Centre, double Radius, IReadOnlyList<Stop> Stops) : Shape
{
    public override bool Holds =>
        Near(Centre.X, Centre.Y) && Radius is > 0 and <= 2000 && Stops.Count is >= 1 and <= 16;
}

/// <summary>The area between a line through the points and <paramref name="Floor"/>; smooth or with corners.</summary>
internal sealed record Ridge(IReadOnlyList<Point> Line, double Floor, bool Smooth, Gradient Fill) : Shape
{
    public override bool Holds =>
        Line.Count is >= 2 and <= 64 && Line.All(p => Near(p.X, p.Y)) && Near(Floor) && Fill.Holds;
}

/// <summary>Fine wave lines, each a little out of phase with the one above.</summary>
internal sealed record Waves(
    Box Box,
    int Count,
    double Amplitude,
    double Length,
    double Shift,
    double Thickness,
    Gradient Stroke) : Shape
{
    public override bool Holds =>
        Near(Box.X, Box.Y, Box.Width, Box.Height, Amplitude, Shift) && Count is >= 1 and <= 100
        && Length is >= 20 and <= 4096 && Thickness is >= 0.5 and <= 40 && Stroke.Holds;
}

/// <summary>A closed guilloche: ellipses turned around one centre.</summary>
internal sealed record Rosette(
    Point Centre,
    double Radius,
    double Slimness,
    int Petals,
    double Thickness,
    Gradient Stroke) : Shape
{
    public override bool Holds => Near(Centre.X, Centre.Y) && Radius is > 0 and <= 1000 && Slimness is > 0 and <= 1
        && Petals is >= 1 and <= 120 && Thickness is >= 0.5 and <= 40 && Stroke.Holds;
}

/// <summary>A colour with alpha, each part 0 to 255.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue, byte Alpha);

internal sealed class ColourConverter : JsonConverter<Colour>
{
    public override Colour Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        if (text.Length is not (7 or 9) || text[0] != '#') throw new JsonException();
        if (!uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw new JsonException();
        }

        if (text.Length == 7) value = (value << 8) | byte.MaxValue;
        return new Colour((byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    public override void Write(Utf8JsonWriter writer, Colour value, JsonSerializerOptions options) =>
        writer.WriteStringValue($"#{value.Red:X2}{value.Green:X2}{value.Blue:X2}{value.Alpha:X2}");
}
