using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>A camera in a process of its own: sends a clip again and again, MJPEG over HTTP on the loopback.</summary>
internal static class MjpegSource
{
    private const string Boundary = "picture";

    /// <summary>Says its port on standard output, serves one reader after the other, ends with standard input.</summary>
    public static async Task RunAsync(string path, int rate, CancellationToken stop)
    {
        var clip = await Clip.LoadAsync(path, stop);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await Console.Out.WriteLineAsync($"port {((IPEndPoint)listener.LocalEndpoint).Port}");
        while (true)
        {
            using var reader = await listener.AcceptTcpClientAsync(stop);
            try
            {
                await ServeAsync(reader.GetStream(), clip, rate, stop);
            }
            catch (IOException)
            {
                // The reader hung up; the next one is served.
                continue;
            }
        }
    }

    private static async Task ServeAsync(NetworkStream line, Clip clip, int rate, CancellationToken stop)
    {
        var request = new byte[4096];
        _ = await line.ReadAsync(request, stop);
        await line.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary={Boundary}\r\n\r\n"), stop);
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate), TimeProvider.System);
        for (var i = 0; await tick.WaitForNextTickAsync(stop); i++)
        {
            var picture = clip.Pictures[i % clip.Pictures.Count];
            await line.WriteAsync(Encoding.ASCII.GetBytes(
                $"--{Boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"), stop);
            await line.WriteAsync(picture, stop);
            await line.WriteAsync("\r\n"u8.ToArray(), stop);
        }
    }
}
