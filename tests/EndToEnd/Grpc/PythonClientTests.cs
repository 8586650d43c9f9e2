using System.Net;
using Grpc.Core;
using KioskSuite.Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KioskSuite.EndToEnd.Grpc;

/// <summary>Our server against python3-grpcio, which is gRPC's C core.</summary>
public sealed class PythonClientTests
{
    [Theory]
    [InlineData("unary")]
    [InlineData("metadata")]
    [InlineData("status")]
    [InlineData("status_after_messages")]
    [InlineData("ping_pong")]
    [InlineData("empty_stream")]
    [InlineData("one_sided_streams")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("unimplemented")]
    [InlineData("too_long")]
    [InlineData("compressed")]
    public async Task A_python_client_is_content_with(string aCase)
    {
        Assert.SkipUnless(PythonPeer.IsInstalled, "python3-grpcio is not installed");
        await using var app = await StartServerAsync();
        await using var client = PythonPeer.Start("peer_client.py", $"{new Uri(app.Urls.Single()).Port}", aCase);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        (await client.RunToEndAsync(patience.Token)).ShouldBeEmpty();
    }

    private static async Task<WebApplication> StartServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            k => k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService(PeerService.Bind());
        await app.StartAsync();
        return app;
    }
}
