using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>The head of a call (PROTOCOL-HTTP2.md, Requests).</summary>
internal static class RequestHeaders
{
    private const string UserAgent = "grpc-dotnet-kiosksuite/1.0";

    /// <exception cref="ArgumentException">Metadata that cannot be sent.</exception>
    public static HttpRequestMessage Build(Uri target, Metadata? metadata, TimeSpan? timeout, HttpContent content)
    {
        var fields = MetadataHeaders.Write(metadata);
        content.Headers.ContentType = new MediaTypeHeaderValue(MetadataHeaders.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (timeout is { } left)
            request.Headers.TryAddWithoutValidation(MetadataHeaders.Timeout, GrpcTimeout.Format(left));
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("user-agent", UserAgent);
        request.Headers.TryAddWithoutValidation(MetadataHeaders.AcceptEncoding, "identity");
        if (!fields.TrueForAll(f => request.Headers.TryAddWithoutValidation(f.Key, f.Value)))
            throw new ArgumentException("metadata key not allowed", nameof(metadata));

        return request;
    }
}
