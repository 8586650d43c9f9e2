using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KioskSuite.Issuance.Products;

/// <summary>Hex digits without prefix or spaces, in pairs.</summary>
internal sealed class HexBytesConverter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "-";
        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done
            ? bytes
            : throw new JsonException("no hex");
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Convert.ToHexString(value));
}

/// <summary>A number of so many bytes, as hex digits.</summary>
internal static class HexNumber
{
    public static uint Read(ref Utf8JsonReader reader, int shortest, int longest)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return text.Length % 2 == 0 && text.Length / 2 >= shortest && text.Length / 2 <= longest
            && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new JsonException($"no hex number of {shortest} to {longest} bytes");
    }
}

/// <summary>A tag of 1 to 3 bytes.</summary>
internal sealed class TagConverter : JsonConverter<uint>
{
    public override uint Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        HexNumber.Read(ref reader, 1, 3);

    public override void Write(Utf8JsonWriter writer, uint value, JsonSerializerOptions options) =>
        writer.WriteStringValue(TagText.Of(value));
}

/// <summary>One byte.</summary>
internal sealed class HexByteConverter : JsonConverter<byte>
{
    public override byte Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        (byte)HexNumber.Read(ref reader, 1, 1);

    public override void Write(Utf8JsonWriter writer, byte value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("X2", CultureInfo.InvariantCulture));
}

/// <summary>A grouping's identifier, 2 bytes.</summary>
internal sealed class DgiTagConverter : JsonConverter<ushort>
{
    public override ushort Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        (ushort)HexNumber.Read(ref reader, 2, 2);

    public override void Write(Utf8JsonWriter writer, ushort value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("X4", CultureInfo.InvariantCulture));
}

/// <summary>Identifiers of groupings.</summary>
internal sealed class DgiTagListConverter : JsonConverter<IReadOnlyList<ushort>>
{
    public override IReadOnlyList<ushort> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("no list");
        }

        var list = new List<ushort>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add((ushort)HexNumber.Read(ref reader, 2, 2));
        }

        return list;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ushort> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var tag in value)
        {
            writer.WriteStringValue(tag.ToString("X4", CultureInfo.InvariantCulture));
        }

        writer.WriteEndArray();
    }
}

/// <summary>Tags as standards print them.</summary>
internal static class TagText
{
    public static string Of(uint tag) => tag.ToString(
        tag > ushort.MaxValue ? "X6" : tag > byte.MaxValue ? "X4" : "X2", CultureInfo.InvariantCulture);
}
