using System.Net;
using System.Net.Sockets;
using System.Text;
using KioskSuite.Camera.Mjpeg;

namespace KioskSuite.Tests.CameraMjpeg;

/// <summary>A web camera on loopback TCP; serves each connection as a test says, once its request was read.</summary>
internal sealed class MjpegServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    public MjpegServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public static byte[] Head { get; } = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: {Pictures.Boundary.ContentType}\r\nConnection: close\r\n\r\n");

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/camera");

    /// <summary>What the camera was asked, in the order of asking.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Sends these bytes to everybody and hangs up, or keeps the line open.</summary>
    public static MjpegServer Sending(byte[] bytes, bool hangUp = true) => new(async (peer, stop) =>
    {
        await peer.WriteAsync(bytes, stop);
        if (!hangUp)
        {
            await ClosedAsync(peer, stop);
        }
    });

    public MjpegCamera Camera(MjpegOptions? options = null) =>
        new("camera", new HttpMjpegSource(Address), TimeProvider.System, options ?? new());

    /// <summary>Completes when the other side hung up.</summary>
    public static async Task ClosedAsync(NetworkStream peer, CancellationToken stop)
    {
        while (await peer.ReadAsync(new byte[64], stop) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var request = await RequestAsync(client.GetStream());
                lock (Asked)
                {
                    Asked.Add(request);
                }

                await _serve(client.GetStream(), _ending.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }

    private async Task<string> RequestAsync(NetworkStream peer)
    {
        var (text, one) = (new StringBuilder(), new byte[1]);
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await peer.ReadAsync(one, _ending.Token) > 0)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }
}
