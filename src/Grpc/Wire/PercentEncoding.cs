using System.Text;

namespace KioskSuite.Grpc.Wire;

/// <summary>
/// The coding of grpc-message: UTF-8, where each byte outside blank..tilde and the percent sign itself becomes % and
/// two upper-case hexadecimal digits (PROTOCOL-HTTP2.md, Percent-Encoded).
/// </summary>
internal static class PercentEncoding
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= (byte)' ' and <= (byte)'~' and not (byte)'%')
                encoded.Append((char)b);
            else
                encoded.Append('%').Append(Convert.ToHexString([b]));
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: a bad escape stands for itself, bad UTF-8 becomes U+FFFD.</summary>
    public static string Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsEscape(text.AsSpan(i)))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else if (text[i] <= byte.MaxValue)
            {
                // Headers are read as Latin-1, so raw UTF-8 from a careless peer is whole again here.
                bytes.Add((byte)text[i]);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text is ['%', var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low);
}
