using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using KioskSuite.Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KioskSuite.Tests.Grpc;

/// <summary>Our client against peers that answer nonsense: a typed failure, and soon.</summary>
public sealed class StrangeServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(200, "text/html", "", null, StatusCode.Unknown)]
    [InlineData(503, "text/html", "", null, StatusCode.Unavailable)]
    [InlineData(401, "text/html", "", null, StatusCode.Unauthenticated)]
    [InlineData(404, "application/grpc", "", null, StatusCode.Unimplemented)]
    [InlineData(200, "application/grpc", "", null, StatusCode.Unknown)]
    [InlineData(200, "application/grpc", "0000000001AA", null, StatusCode.Unknown)]
    [InlineData(200, "application/grpc", "0000000001AA", "x", StatusCode.Unknown)]
    [InlineData(200, "application/grpc", "0000000001AA", "5", StatusCode.NotFound)]
    [InlineData(200, "application/grpc", "", "0", StatusCode.Unimplemented)]
    [InlineData(200, "application/grpc", "0000000001AA0000000001BB", "0", StatusCode.Unimplemented)]
    [InlineData(200, "application/grpc", "0000000002AA", "0", StatusCode.Internal)]
    [InlineData(200, "application/grpc", "0000", "0", StatusCode.Internal)]
    [InlineData(200, "application/grpc", "0100000001AA", "0", StatusCode.Internal)]
    [InlineData(200, "application/grpc", "7700000001AA", "0", StatusCode.Internal)]
    [InlineData(200, "application/grpc", "00FFFFFFFF", "0", StatusCode.ResourceExhausted)]
    public async Task Http_nonsense_is_a_typed_failure(
        int status, string contentType, string body, string? trailer, StatusCode code) =>
        (await FailureOfAsync(async http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = contentType;
            await http.Response.BodyWriter.WriteAsync(Convert.FromHexString(body));
            if (trailer is not null)
                http.Response.AppendTrailer("grpc-status", trailer);
        })).StatusCode.ShouldBe(code);

    [Fact]
    public async Task A_status_before_a_body_does_not_count() =>
        (await FailureOfAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = "9";
            await http.Response.BodyWriter.WriteAsync(Convert.FromHexString("0000000001AA"));
        })).StatusCode.ShouldBe(StatusCode.Unknown);

    [Fact]
    public async Task An_encoding_that_was_not_offered_is_internal() =>
        (await FailureOfAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-encoding"] = "gzip";
            return Task.CompletedTask;
        })).StatusCode.ShouldBe(StatusCode.Internal);

    [Theory]
    [InlineData(2, StatusCode.Internal)]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    public async Task A_reset_is_read_by_its_code(int reset, StatusCode code) =>
        (await FailureOfAsync(http =>
        {
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(reset);
            return Task.CompletedTask;
        })).StatusCode.ShouldBe(code);

    [Fact]
    public async Task A_connection_cut_inside_a_message_is_unavailable() =>
        (await FailureOfAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.BodyWriter.WriteAsync(Convert.FromHexString("0000000002AA"));
            http.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
        })).StatusCode.ShouldBe(StatusCode.Unavailable);

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        (await FailureAtAsync(port)).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("\0\0\0\u0004\0\0\0\0\0")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task Another_protocol_is_a_typed_failure(string greeting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();

        var e = await FailureAtAsync(((IPEndPoint)listener.LocalEndpoint).Port);

        e.StatusCode.ShouldBeOneOf(StatusCode.Unavailable, StatusCode.Internal);
        listener.Stop();
        await Should.ThrowAsync<Exception>(() => serving.WaitAsync(Patience));

        async Task ServeAsync()
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                await stream.ReadExactlyAsync(new byte[24]);
                await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(greeting));
                client.Client.Shutdown(SocketShutdown.Send);
                while (await stream.ReadAsync(new byte[1024]) > 0)
                    await stream.FlushAsync();
            }
        }
    }

    [Fact]
    public async Task A_server_of_the_old_protocol_is_a_typed_failure()
    {
        await using var server = await TestServer.StartAsync(
            (app, service) => app.MapGrpcService(service.Bind()), protocols: HttpProtocols.Http1);

        (await FailureAtAsync(server.Address.Port)).StatusCode
            .ShouldBeOneOf(StatusCode.Unavailable, StatusCode.Internal);
    }

    [Fact]
    public async Task A_silent_peer_costs_the_deadline_and_no_more()
    {
        var time = new ManualTime();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var channel = GrpcChannel.ForAddress(
            new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), time: time);
        var options = new CallOptions(deadline: time.GetUtcNow().UtcDateTime.AddSeconds(5));
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestService.Chat, null, options);
        using var peer = await listener.AcceptTcpClientAsync();

        time.Advance(TimeSpan.FromSeconds(5));

        var e = await Should.ThrowAsync<RpcException>(
            () => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        e.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    private static async Task<RpcException> FailureOfAsync(RequestDelegate answer)
    {
        await using var server = await TestServer.StartAsync((app, _) => app.MapPost("/test.Service/Unary", answer));
        return await FailureAtAsync(server.Address.Port);
    }

    private static async Task<RpcException> FailureAtAsync(int port)
    {
        using var channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{port}"));
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(TestService.Unary, null, default, [1]);
        return await Should.ThrowAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Patience));
    }
}
