using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>Head and tail of an answer (PROTOCOL-HTTP2.md, Responses).</summary>
internal static class ResponseHeaders
{
    public static Metadata ReadMetadata(HttpResponseMessage response) => Read(response.Headers.NonValidated);

    /// <summary>Why this is no answer whose body may be read as messages; null when it is one.</summary>
    public static Status? FindRefusal(HttpResponseMessage response)
    {
        var headers = response.Headers.NonValidated;
        var contentType = First(response.Content.Headers.NonValidated, "content-type");
        if (response.StatusCode == HttpStatusCode.OK && MetadataHeaders.IsGrpc(contentType))
        {
            return First(headers, MetadataHeaders.Encoding) is null or "identity"
                ? null
                : new Status(StatusCode.Internal, "the response has an encoding that was not offered");
        }

        return FindStatus(headers) is { StatusCode: not StatusCode.OK } told
            ? told
            : new Status(
                StatusMapping.FromHttp(response.StatusCode),
                $"no gRPC response: HTTP status {(int)response.StatusCode}");
    }

    /// <summary>
    /// The end of a response read to its end. Only when neither body nor trailers came does the header block count
    /// (Trailers-Only).
    /// </summary>
    public static (Status Status, Metadata Trailers) ReadEnd(HttpResponseMessage response, bool anyBody)
    {
        var trailers = response.TrailingHeaders.NonValidated;
        var source = anyBody || trailers.Count > 0 ? trailers : response.Headers.NonValidated;
        var status = FindStatus(source)
            ?? new Status(StatusMapping.FromHttp(response.StatusCode), "the response ends without grpc-status");
        return (status, Read(source));
    }

    private static Status? FindStatus(HttpHeadersNonValidated headers) =>
        First(headers, MetadataHeaders.Status) is { } code
            ? StatusMapping.Parse(code, First(headers, MetadataHeaders.Message))
            : null;

    private static string? First(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static Metadata Read(HttpHeadersNonValidated headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
            MetadataHeaders.Read(metadata, name, values);
        return metadata;
    }
}
