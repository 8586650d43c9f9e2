using System.Net;
using System.Net.Http.Headers;

namespace KioskSuite.FaceMatcher.Http;

/// <summary>What became of one attempt that brought no answer.</summary>
internal enum PlatformFault
{
    /// <summary>Nobody listens, the connection broke, or the certificate is not trusted. Worth another try.</summary>
    Offline,

    /// <summary>No whole answer in time. Worth another try.</summary>
    Timeout,

    /// <summary>The platform says that it is busy (429, 502, 503, 504). Worth another try.</summary>
    Busy,

    /// <summary>The platform does not know this kiosk (401, 403), or the token's file cannot be read.</summary>
    NotAuthorised,

    /// <summary>Any other status.</summary>
    Refused,

    /// <summary>Not HTTP, another content type, too long, not the answer to what was asked.</summary>
    Garbage,
}

/// <summary>One question and its answer over HTTP/1.1. Reads no more than an answer's length.</summary>
internal sealed class PlatformLine(HttpMessageInvoker http, PlatformOptions options) : IDisposable
{
    private const string Json = "application/json";

    /// <returns>The answer, or why there is none.</returns>
    public async Task<(CompareAnswer? Answer, PlatformFault Fault)> AskAsync(
        string id, byte[] body, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Address)
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(body),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(Json);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Json));
            if (options.TokenFile is { } file)
            {
                if (await PlatformSecrets.ReadTokenAsync(file, stop) is not { } token)
                {
                    return (null, PlatformFault.NotAuthorised);
                }

                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await http.SendAsync(request, stop);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (null, FaultOf(response.StatusCode));
            }

            var answer = await ReadAsync(response, id, stop);
            return (answer, answer is null ? PlatformFault.Garbage : default);
        }
        catch (HttpRequestException e)
        {
            return (null, FaultOf(e.HttpRequestError));
        }
        catch (HttpIOException e)
        {
            return (null, FaultOf(e.HttpRequestError));
        }
        catch (IOException)
        {
            // Broke in the middle of the answer.
            return (null, PlatformFault.Offline);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<CompareAnswer?> ReadAsync(HttpResponseMessage response, string id, CancellationToken stop)
    {
        var content = response.Content.Headers;
        if (content.ContentType?.MediaType is not Json || content.ContentEncoding.Count > 0) return null;
        if (content.ContentLength > CompareAnswer.MostBytes) return null;
        var buffer = new byte[CompareAnswer.MostBytes + 1];
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return length > CompareAnswer.MostBytes ? null : CompareAnswer.Parse(buffer.AsSpan(0, length), id);
    }

    private static PlatformFault FaultOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => PlatformFault.NotAuthorised,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => PlatformFault.Busy,
        _ => PlatformFault.Refused,
    };

    private static PlatformFault FaultOf(HttpRequestError error) => error
        is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
        ? PlatformFault.Garbage
        : PlatformFault.Offline;
}
