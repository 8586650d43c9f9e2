using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>
/// Metadata as HTTP headers (PROTOCOL-HTTP2.md, Custom-Metadata). Keys are <c>[0-9a-z_.-]+</c>; text is blank..tilde;
/// keys that end in -bin carry bytes as base64, sent unpadded, taken either way, several per field split at commas.
/// </summary>
internal static class MetadataHeaders
{
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string ContentType = "application/grpc";

    private static readonly HashSet<string> OfTheWire = new(StringComparer.OrdinalIgnoreCase)
    {
        Status, Message, Timeout, Encoding, AcceptEncoding, "content-type", "content-length", "te",
        "connection", "expect", "host", "keep-alive", "transfer-encoding", "upgrade",
    };

    /// <summary>True for application/grpc, application/grpc+proto, application/grpc;...</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';' or ' ');

    /// <summary>Header fields of metadata, in order.</summary>
    /// <exception cref="ArgumentException">A key or a text value that HTTP or gRPC forbids.</exception>
    public static List<KeyValuePair<string, string>> Write(Metadata? metadata)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var entry in metadata ?? [])
        {
            if (entry.Key.Length == 0 || !entry.Key.All(IsKey) || OfTheWire.Contains(entry.Key))
                throw new ArgumentException("metadata key not allowed", nameof(metadata));

            var value = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes).TrimEnd('=') : entry.Value;
            if (value.Any(c => c is < ' ' or > '~'))
                throw new ArgumentException($"metadata value of {entry.Key} is not printable ASCII", nameof(metadata));

            fields.Add(new(entry.Key, value));
        }

        return fields;
    }

    /// <summary>Adds what a peer sent under one name; the wire's own fields and broken base64 are left out.</summary>
    public static void Read(Metadata metadata, string name, IEnumerable<string?> values)
    {
        if (name.StartsWith(':') || OfTheWire.Contains(name))
            return;

        foreach (var value in values.OfType<string>())
        {
            if (name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
                ReadBinary(metadata, name, value);
            else
                metadata.Add(name, value);
        }
    }

    private static void ReadBinary(Metadata metadata, string name, string value)
    {
        foreach (var item in value.Split(',', StringSplitOptions.TrimEntries))
        {
            var text = item.TrimEnd('=');
            var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
            var bytes = new byte[padded.Length / 4 * 3];
            if (Convert.TryFromBase64String(padded, bytes, out var length))
                metadata.Add(name, bytes[..length]);
        }
    }

    private static bool IsKey(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or '_' or '.' or '-';
}
