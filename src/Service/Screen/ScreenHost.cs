using Microsoft.AspNetCore.DataProtection;
using System.Text.Json;
using System.Text.Json.Serialization;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Service.Health;

namespace KioskSuite.Service.Screen;

/// <summary>The screens' web server, loopback only: pages, fragments, events out, requests in.</summary>
internal static class ScreenHost
{
    private const long LargestBody = 64 * 1024;
    private const long MostConnections = 64;

    public static WebApplication Build(
        Uri address, JourneyBoard board, FaceBoard face, StatusReport status, Policies policies, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.ToString());
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = LargestBody;
            k.Limits.MaxConcurrentConnections = MostConnections;
            k.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            k.AddServerHeader = false;
        });
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();  // writes no key file anywhere
        builder.Services.AddHostFiltering(o => o.AllowedHosts = [address.Host]);
        builder.Services.AddSingleton(Texts.Load());
        builder.Services.AddSingleton(policies);
        builder.Services.AddSingleton(time);
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
        var app = builder.Build();
        app.UseHostFiltering();
        app.Use(SameOriginOnly);
        app.MapPages(board);
        app.MapRequests(board);
        app.MapFace(face);
        app.MapGet("/health/status", () => TypedResults.Ok(status.Read()));
        return app;
    }

    // Another page in the same browser must not press our buttons.
    private static Task SameOriginOnly(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'";
        if (origin.Length > 0 && origin != own)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
