using System.Net;
using KioskSuite.Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KioskSuite.Tests.Grpc;

/// <summary>Kestrel on a free loopback port, HTTP/2 in clear.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app) => _app = app;

    public TestService Service { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static Task<TestServer> StartAsync(TimeProvider? time = null, int maxReceiveMessageSize = 64 * 1024) =>
        StartAsync((app, service) => app.MapGrpcService(service.Bind(), maxReceiveMessageSize), time);

    /// <summary>A peer that speaks HTTP/2 and whatever nonsense the test makes it say.</summary>
    public static Task<TestServer> StartAsync(
        Action<WebApplication, TestService> map,
        TimeProvider? time = null,
        HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocols));
        return StartAsync(builder.Build(), map);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<TestServer> StartAsync(WebApplication app, Action<WebApplication, TestService> map)
    {
        var server = new TestServer(app);
        map(app, server.Service);
        await app.StartAsync();
        return server;
    }
}
