using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using KioskSuite.Devices;

namespace KioskSuite.FaceMatcher.Http;

/// <summary>Body of the request: two pictures and where the face is in the second.</summary>
/// <param name="Id">The same for every attempt at one comparison: 32 hex digits.</param>
/// <param name="Face">In pixels of the frame.</param>
internal readonly record struct CompareRequest(
    string Id, FaceBox Face, ReadOnlyMemory<byte> Portrait, ReadOnlyMemory<byte> Frame)
{
    public const int Version = 1;

    /// <summary>UTF-8 JSON. Whoever asked for it zeroes it.</summary>
    public byte[] Build()
    {
        var face = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"x":{{Face.X}},"y":{{Face.Y}},"width":{{Face.Width}},"height":{{Face.Height}}}""");
        var head = Encoding.ASCII.GetBytes(
            $$"""{"version":{{Version}},"request":"{{Id}}","face":{{face}},"portrait":""" + "\"");
        var between = "\",\"frame\":\""u8;
        var end = "\"}"u8;
        var first = Base64.GetMaxEncodedToUtf8Length(Portrait.Length);
        var second = Base64.GetMaxEncodedToUtf8Length(Frame.Length);
        var body = new byte[head.Length + first + between.Length + second + end.Length];
        head.CopyTo(body, 0);
        Base64.EncodeToUtf8(Portrait.Span, body.AsSpan(head.Length), out _, out _);
        between.CopyTo(body.AsSpan(head.Length + first));
        Base64.EncodeToUtf8(Frame.Span, body.AsSpan(head.Length + first + between.Length), out _, out _);
        end.CopyTo(body.AsSpan(body.Length - end.Length));
        return body;
    }

    /// <returns>Null for what no kiosk sends.</returns>
    public static CompareRequest? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var said = JsonSerializer.Deserialize<Said>(json, CompareAnswer.Strict);
            if (said is not { Version: Version, Request.Length: 32 } || said.Portrait.Length == 0) return null;
            var face = new FaceBox(said.Face.X, said.Face.Y, said.Face.Width, said.Face.Height);
            return new CompareRequest(said.Request, face, said.Portrait, said.Frame);
        }
        catch (JsonException)
        {
            return null;        // no JSON, or other JSON: its words are not needed
        }
    }

    public override string ToString() => $"compare request {Id}";

    private sealed record Said(int Version, string Request, SaidFace Face, byte[] Portrait, byte[] Frame);

    private sealed record SaidFace(int X, int Y, int Width, int Height);
}

/// <summary>Body of the answer: the platform's decision, and by what it came to it.</summary>
/// <param name="Request">Id of the request it answers.</param>
/// <param name="Same">The same person, by the platform's own threshold.</param>
internal sealed record CompareAnswer(int Version, string Request, bool Same, double Score, double Threshold)
{
    /// <summary>Longest answer that is read.</summary>
    public const int MostBytes = 4096;

    internal static JsonSerializerOptions Strict { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 4,
    };

    public byte[] Build() => JsonSerializer.SerializeToUtf8Bytes(this, Strict);

    /// <returns>Null unless it answers this request and agrees with itself.</returns>
    public static CompareAnswer? Parse(ReadOnlySpan<byte> json, string request)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<CompareAnswer>(json, Strict);
            if (answer is not { Version: CompareRequest.Version } || answer.Request != request) return null;
            if (!double.IsFinite(answer.Score) || !double.IsFinite(answer.Threshold)) return null;
            return answer.Same == answer.Score >= answer.Threshold ? answer : null;
        }
        catch (JsonException)
        {
            return null;        // no JSON, or other JSON: its words may hold a score
        }
    }

    public override string ToString() => $"compare answer {Request}";
}
