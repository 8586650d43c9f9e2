using Google.Protobuf;
using Google.Protobuf.Reflection;
using KioskSuite.Journal;

namespace KioskSuite.ConsoleTool;

/// <summary>
/// An entry's fields as words. Bytes are shown by their length, digests by their first four bytes, text through
/// <see cref="SafeText"/>; fields that the table does not know are not shown at all.
/// </summary>
internal static class EntryFields
{
    /// <summary>Null where the payload is of an unknown kind or cannot be read.</summary>
    public static IReadOnlyList<(string Name, string Value)>? Of(Entry entry)
    {
        var message = EntryKinds.Read(entry.Kind, entry.Payload);
        return message?.Descriptor.Fields.InFieldNumberOrder()
            .Select(field => (field.Name, Value: Value(field, field.Accessor.GetValue(message))))
            .Where(field => field.Value.Length > 0)
            .ToList();
    }

    /// <summary>The same as one line.</summary>
    public static string Line(Entry entry) => Of(entry) is { } fields
        ? string.Join(", ", fields.Select(field => $"{field.Name.Replace('_', ' ')} {field.Value}"))
        : $"{entry.Payload.Length} bytes";

    /// <summary>Empty for what was never set; a place or act is always shown, since its zero means something.</summary>
    private static string Value(FieldDescriptor field, object value) => value switch
    {
        ByteString { Length: 0 } => "",
        ByteString { Length: 32 } digest when field.Name.EndsWith("_sha256", StringComparison.Ordinal) =>
            Convert.ToHexStringLower(digest.Span[..4]),
        ByteString bytes => $"{bytes.Length} bytes",
        string text => SafeText.Of(text),
        bool yes => yes ? "yes" : "",
        Enum => Word(field.EnumType.FindValueByNumber(Convert.ToInt32(value))?.Name ?? $"{value:D}"),
        0u or 0ul or 0L or 0 => "",
        _ => SafeText.Of(value.ToString() ?? ""),
    };

    private static string Word(string name) => name.ToLowerInvariant().Replace('_', ' ');
}
