using System.Buffers.Binary;
using System.Text;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>Body of <see cref="ImagingOperation.Measure"/>: layout id, name.</summary>
internal readonly record struct MeasureBody(string Layout, ReadOnlyMemory<byte> Name)
{
    public static byte[] Build(string layout, string name) => TextFields.Build(0, layout, name);

    public static MeasureBody? Parse(ReadOnlyMemory<byte> body) =>
        TextFields.Parse(body, 2) is { } fields ? new MeasureBody(TextFields.Ascii(fields[0]), fields[1]) : null;

    public override string ToString() => "measure body";
}

/// <summary>Body of <see cref="ImagingOperation.Draw"/>: layout version (u64), layout id, PAN, name, expiry.</summary>
internal readonly record struct DrawBody(
    string Layout,
    ulong Version,
    ReadOnlyMemory<byte> Pan,
    ReadOnlyMemory<byte> Name,
    ReadOnlyMemory<byte> Expiry)
{
    private const int VersionBytes = 8;

    public static byte[] Build(FaceText face)
    {
        var body = TextFields.Build(VersionBytes, face.Layout, face.Pan, face.Name, face.Expiry);
        BinaryPrimitives.WriteUInt64BigEndian(body, face.LayoutVersion);
        return body;
    }

    public static DrawBody? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length < VersionBytes || TextFields.Parse(body[VersionBytes..], 4) is not { } fields) return null;
        var version = BinaryPrimitives.ReadUInt64BigEndian(body.Span);
        return new DrawBody(TextFields.Ascii(fields[0]), version, fields[1], fields[2], fields[3]);
    }

    public override string ToString() => "draw body";
}

/// <summary>Texts in a row: length in bytes (u16), then UTF-8. They stay bytes so that they can be zeroed.</summary>
internal static class TextFields
{
    public const int TextLimit = 1024;

    /// <summary>True when each text can travel: at most 1024 bytes of well-formed UTF-16.</summary>
    public static bool Fit(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > TextLimit || Encoding.UTF8.GetByteCount(text) > TextLimit) return false;
        }

        return true;
    }

    public static byte[] Build(int headBytes, params ReadOnlySpan<string> texts)
    {
        var length = headBytes;
        foreach (var text in texts) length += 2 + Encoding.UTF8.GetByteCount(text);
        var body = new byte[length];
        var at = headBytes;
        foreach (var text in texts)
        {
            var count = Encoding.UTF8.GetBytes(text, body.AsSpan(at + 2));
            BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(at), checked((ushort)count));
            at += 2 + count;
        }

        return body;
    }

    /// <summary>Exactly that many texts and not a byte more, or null.</summary>
    public static ReadOnlyMemory<byte>[]? Parse(ReadOnlyMemory<byte> body, int count)
    {
        var fields = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            if (body.Length < 2) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(body.Span);
            if (length > TextLimit || body.Length < 2 + length) return null;
            fields[i] = body.Slice(2, length);
            body = body[(2 + length)..];
        }

        return body.IsEmpty ? fields : null;
    }

    public static string Ascii(ReadOnlyMemory<byte> text) => Encoding.ASCII.GetString(text.Span);
}
