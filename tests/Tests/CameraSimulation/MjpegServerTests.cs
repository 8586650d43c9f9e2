using System.Net;
using System.Net.Sockets;
using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.Tests.CameraSimulation;

/// <summary>The camera's stream on its port, with pictures that are no pictures.</summary>
public sealed class MjpegServerTests
{
    private int _opened;

    [Fact]
    public async Task Each_part_says_its_length_and_ends_with_the_boundary()
    {
        await using var server = Started();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(
            server.Address, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(body);
        var boundary = answer.Content.Headers.ContentType!.Parameters.Single().Value;
        var lines = new List<string>();
        while (lines.Count < 10)
        {
            lines.Add((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!);
        }

        answer.Content.Headers.ContentType.MediaType.ShouldBe("multipart/x-mixed-replace");
        lines.ShouldBe(
        [
            $"--{boundary}", "Content-Type: image/jpeg", "Content-Length: 9", "", "picture 1",
            $"--{boundary}", "Content-Type: image/jpeg", "Content-Length: 9", "", "picture 2",
        ]);
    }

    [Fact]
    public async Task Clients_that_vanish_are_forgotten_and_the_next_is_served()
    {
        await using var server = Started();
        for (var i = 0; i < 8; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(
                "GET /stream.mjpg HTTP/1.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            (await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken)).ShouldBe(1);
            client.LingerState = new LingerOption(true, 0);
            client.Close();
            await GoneAsync(server);
        }

        _opened.ShouldBe(8);
    }

    [Fact]
    public async Task Nothing_is_drawn_for_a_client_that_asks_for_something_else()
    {
        await using var server = Started();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(server.Address, "/"), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _opened.ShouldBe(0);
    }

    [Fact]
    public async Task A_camera_that_is_gone_refuses_connections_on_a_port_of_its_own()
    {
        await using var server = new MjpegServer(TimeProvider.System, () => () => []);
        server.Start(refuses: true);
        using var client = new TcpClient();

        await Should.ThrowAsync<SocketException>(client.ConnectAsync(
            IPAddress.Loopback, server.Address.Port, TestContext.Current.CancellationToken).AsTask());
    }

    private static async Task GoneAsync(MjpegServer server)
    {
        while (server.Clients > 0)
        {
            await Task.Yield();
        }
    }

    private MjpegServer Started()
    {
        var server = new MjpegServer(TimeProvider.System, Open);
        server.Start();
        return server;
    }

    private Func<byte[]> Open()
    {
        _opened++;
        var number = 0;
        return () => System.Text.Encoding.ASCII.GetBytes($"picture {++number}");
    }
}
