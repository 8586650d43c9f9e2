using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KioskSuite.CentralSystem;

/// <summary>The shops' door: POST /authorise with JSON over HTTP/1.1 on the loopback.</summary>
internal static class ShopDoor
{
    private const int LargestBody = 4096;

    public static WebApplication Build(CentralServer central, int port)
    {
        var builder = Doors.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.ListenLocalhostPort(port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.MapPost("/authorise", call => AnswerAsync(call, central.Network));
        return app;
    }

    private static async Task AnswerAsync(HttpContext call, CardNetwork network)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        var asked = CardNetwork.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        if (asked is null)
        {
            call.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var answer = network.Authorise(asked) ? "approved" : "declined";
        await call.Response.WriteAsJsonAsync(new { answer }, call.RequestAborted);
    }
}
