using KioskSuite.Grpc.Wire;
using KioskSuite.Messages.Central;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KioskSuite.CentralSystem;

/// <summary>The kiosks' door: gRPC over cleartext HTTP/2 on the loopback.</summary>
internal static class GrpcDoor
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);

    public static WebApplication Build(CentralServer central, LineFault fault, int port, TimeProvider time)
    {
        var builder = Doors.CreateBuilder();
        builder.Services.AddSingleton(time);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.KeepAlivePingDelay = PingAfter;
            kestrel.ListenLocalhostPort(port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(next => connection => fault.ConnectAsync(connection, next));
            });
        });
        var app = builder.Build();
        app.Use(next => call => fault.PassAsync(call, next));
        app.UseRouting();
        app.MapGrpcService(Commands.BindService(central.Commands));
        app.MapGrpcService(Link.BindService(central.Link));
        app.MapGrpcService(Messages.Central.Evidence.BindService(central.Evidence));
        return app;
    }
}
