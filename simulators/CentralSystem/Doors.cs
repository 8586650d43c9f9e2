using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KioskSuite.CentralSystem;

/// <summary>What both doors share.</summary>
internal static class Doors
{
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(2);

    /// <summary>A host with nothing but Kestrel and routing: no configuration files and no log.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Leaving);
        return builder;
    }

    public static void ListenLocalhostPort(
        this KestrelServerOptions kestrel, int port, Action<ListenOptions> configure) =>
        kestrel.Listen(IPAddress.Loopback, port, configure);

    /// <summary>Where a started door listens, such as <c>http://127.0.0.1:40001</c>.</summary>
    public static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
