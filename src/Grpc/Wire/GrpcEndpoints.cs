using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KioskSuite.Grpc.Wire;

/// <summary>
/// gRPC services on Kestrel. The host gives them an endpoint of their own: in clear there is no negotiation, so it must
/// say <c>listen.Protocols = HttpProtocols.Http2</c>; over TLS <c>Http1AndHttp2</c> does as well. It sets
/// <c>Limits.Http2.KeepAlivePingDelay</c> so that half-open connections are noticed. Body size, data rate and request
/// time-outs are lifted here for the calls that need it. Deadlines run on the host's TimeProvider service, else on the
/// system's clock.
/// </summary>
public static class GrpcEndpoints
{
    /// <summary>
    /// Serves every method of the service at POST /package.Service/Method. Unknown methods of it end with
    /// Unimplemented; unknown services are the host's 404, which clients read the same way.
    /// </summary>
    public static void MapGrpcService(this IEndpointRouteBuilder endpoints, ServerServiceDefinition service) =>
        endpoints.MapGrpcService(service, GrpcChannelOptions.DefaultMaxReceiveMessageSize);

    /// <param name="endpoints">The host's routes.</param>
    /// <param name="service">What a generated BindService returns.</param>
    /// <param name="maxReceiveMessageSize">Longest request message taken, in bytes; longer: ResourceExhausted.</param>
    public static void MapGrpcService(
        this IEndpointRouteBuilder endpoints, ServerServiceDefinition service, int maxReceiveMessageSize)
    {
        var methods = new MethodTable();
        service.BindService(methods);
        foreach (var name in methods.ServiceNames)
            endpoints.MapPost($"/{name}/{{method}}", http => ServeAsync(http, methods, maxReceiveMessageSize));
    }

    private static async Task ServeAsync(HttpContext http, MethodTable methods, int maxReceiveMessageSize)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        else if (!MetadataHeaders.IsGrpc(http.Request.ContentType))
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else
        {
            var time = http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
            using var call = ServerCall.Begin(http, time, maxReceiveMessageSize);
            await call.RunAsync(methods.Find(call.Method));
        }
    }
}
