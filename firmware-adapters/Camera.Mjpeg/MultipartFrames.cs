using System.Globalization;
using System.Text;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>
/// The delimiter between parts (RFC 2046, 5.1). Cameras write the dashes before it into the content type or not, and
/// send them or not; so only what follows them counts.
/// </summary>
internal readonly record struct MultipartBoundary(string Name)
{
    /// <summary>Content type of pictures one after the other, with nothing between.</summary>
    public const string PicturesOnly = "video/x-motion-jpeg";

    private const string Multipart = "multipart/x-mixed-replace";
    private const string Parameter = "boundary=";
    private const int Longest = 70;

    public string ContentType => $"{Multipart}; {Parameter}{Name}";

    /// <returns>Null when the content type names no boundary.</returns>
    public static MultipartBoundary? Parse(string contentType)
    {
        var parts = contentType.Split(';', StringSplitOptions.TrimEntries);
        if (!parts[0].Equals(Multipart, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var named = parts.Skip(1).Where(p => p.StartsWith(Parameter, StringComparison.OrdinalIgnoreCase)).ToList();
        return named.Count == 1 ? OfName(named[0][Parameter.Length..].Trim('"')) : null;
    }

    /// <summary>Of a stored body, which begins with its delimiter.</summary>
    public static MultipartBoundary? OfFirstLine(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimStart("\r\n"u8);
        var end = bytes.IndexOf((byte)'\n');
        return end > 0 && bytes.StartsWith("--"u8) ? OfName(Encoding.Latin1.GetString(bytes[..end]).TrimEnd()) : null;
    }

    public bool IsDelimiter(ReadOnlySpan<char> line) => line.TrimStart('-').SequenceEqual(Name);

    /// <summary>The delimiter with two dashes more: nothing follows.</summary>
    public bool IsEnd(ReadOnlySpan<char> line) =>
        line.TrimStart('-') is var rest && rest.Length == Name.Length + 2 && rest.StartsWith(Name) && rest[^1] == '-'
        && rest[^2] == '-';

    private static MultipartBoundary? OfName(string name)
    {
        name = name.TrimStart('-');
        var printable = name.All(c => c is > ' ' and < '\u007F' and not '"');
        return name.Length is > 0 and <= Longest && printable ? new(name) : null;
    }
}

/// <summary>What stands before a picture.</summary>
/// <param name="Length">Bytes of the part, or null when it does not say.</param>
internal readonly record struct MultipartHead(int? Length)
{
    private const string LengthName = "Content-Length";
    private const string TypeName = "Content-Type";
    private const int LongestNumber = 9;

    /// <summary>One whole part, delimiter first, ready to send.</summary>
    public static byte[] BuildPart(MultipartBoundary boundary, ReadOnlySpan<byte> jpeg)
    {
        var head = $"--{boundary.Name}\r\n{TypeName}: image/jpeg\r\n{LengthName}: {jpeg.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. jpeg, .. "\r\n"u8];
    }

    /// <summary>Reads the lines between delimiter and picture; names this does not know are passed over.</summary>
    /// <returns>
    /// Null for another kind of part, a length that is none or comes twice, or a line that is no header.
    /// </returns>
    public static MultipartHead? Parse(IEnumerable<string> lines)
    {
        var head = new MultipartHead(null);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon > 0 ? (line[..colon].Trim(), line[(colon + 1)..].Trim()) : ("", "");
            if (name.Length == 0 || (Is(name, TypeName) && !IsPicture(value)))
            {
                return null;
            }

            if (!Is(name, LengthName))
            {
                continue;
            }

            if (head.Length is not null || NumberOf(value) is not { } length)
            {
                return null;
            }

            head = new MultipartHead(length);
        }

        return head;
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static bool IsPicture(string type) => type.Split(';')[0].TrimEnd().ToUpperInvariant()
        is "IMAGE/JPEG" or "IMAGE/JPG";

    private static int? NumberOf(string text) => text.Length is > 0 and <= LongestNumber && text.All(char.IsAsciiDigit)
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;
}
