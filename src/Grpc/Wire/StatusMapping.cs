using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>
/// From HTTP's ways of failing to gRPC's status (doc/http-grpc-status-mapping.md; PROTOCOL-HTTP2.md, Errors).
/// </summary>
internal static class StatusMapping
{
    /// <summary>HTTP/2 error code of a call given up (RFC 9113, section 7).</summary>
    public const int ResetCancel = 8;

    private const int ResetRefusedStream = 7;
    private const int ResetEnhanceYourCalm = 11;
    private const int ResetInadequateSecurity = 12;

    /// <summary>For a response without grpc-status only; never used the other way round.</summary>
    public static StatusCode FromHttp(HttpStatusCode code) => (int)code switch
    {
        400 or 431 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    public static StatusCode FromReset(long code) => code switch
    {
        ResetRefusedStream => StatusCode.Unavailable,
        ResetCancel => StatusCode.Cancelled,
        ResetEnhanceYourCalm => StatusCode.ResourceExhausted,
        ResetInadequateSecurity => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    /// <summary>What a failed exchange means: a reset's code says most, then that there is no line.</summary>
    public static Status FromException(Exception exception)
    {
        var causes = Causes(exception).ToList();
        if (causes.OfType<RpcException>().FirstOrDefault() is { } rpc)
            return rpc.Status;
        if (causes.OfType<HttpProtocolException>().FirstOrDefault() is { } reset)
            return new Status(FromReset(reset.ErrorCode), reset.Message);
        if (causes.Find(IsLineFailure) is { } line)
            return new Status(StatusCode.Unavailable, line.Message);

        return new Status(StatusCode.Internal, $"{exception.GetType().Name}: {exception.Message}");
    }

    /// <summary>grpc-status and grpc-message as sent; a code outside 0..16 is Unknown.</summary>
    public static Status Parse(string code, string? message)
    {
        var known = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= (int)StatusCode.Unauthenticated;
        return new Status(known ? (StatusCode)number : StatusCode.Unknown, PercentEncoding.Decode(message ?? ""));
    }

    private static bool IsLineFailure(Exception e) =>
        e is SocketException or IOException or TimeoutException or ObjectDisposedException
            or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            yield return e;
    }
}
