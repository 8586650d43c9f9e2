using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>A camera in a process of its own: MJPEG over HTTP on the loopback, from clips in a folder.</summary>
/// <remarks>
/// Says <c>port N</c>. <c>NAME MS</c> on standard input shows another clip after so many milliseconds; a turn is shown
/// once, all else again and again. Every picture gets a number as a comment, so that no two have the same bytes.
/// </remarks>
internal sealed class MjpegSource(IReadOnlyDictionary<string, Clip> clips, int rate)
{
    private const string Boundary = "picture";
    private const int StartBytes = 2;
    private volatile Shown _shown = new(HeadFilm.Straight, 0);
    private uint _number;

    /// <summary>Serves until the input ends.</summary>
    public static async Task RunAsync(string folder, int rate, TextReader input)
    {
        using var stop = new CancellationTokenSource();
        var clips = new Dictionary<string, Clip>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder))
        {
            clips[Path.GetFileName(path)] = await Clip.LoadAsync(path, stop.Token);
        }

        var source = new MjpegSource(clips, rate);
        var serving = source.ServeAsync(stop.Token);
        while (await input.ReadLineAsync(stop.Token) is { } line && line.Split(' ') is [var name, var late])
        {
            await Task.Delay(TimeSpan.FromMilliseconds(int.Parse(late)), TimeProvider.System, stop.Token);
            source.Show(name);
        }

        await stop.CancelAsync();
        try
        {
            await serving;
        }
        catch (OperationCanceledException)
        {
            // As asked.
            return;
        }
    }

    private void Show(string name)
    {
        if (clips.ContainsKey(name)) _shown = new Shown(name, _number);
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await Console.Out.WriteLineAsync($"port {((IPEndPoint)listener.LocalEndpoint).Port}");
        while (true)
        {
            using var reader = await listener.AcceptTcpClientAsync(stop);
            try
            {
                await ServeAsync(reader.GetStream(), stop);
            }
            catch (IOException)
            {
                // The reader hung up; the next one is served.
                continue;
            }
        }
    }

    private async Task ServeAsync(NetworkStream line, CancellationToken stop)
    {
        var request = new byte[4096];
        _ = await line.ReadAsync(request, stop);
        await line.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary={Boundary}\r\n\r\n"), stop);
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate), TimeProvider.System);
        while (await tick.WaitForNextTickAsync(stop))
        {
            var picture = Numbered(Next(), ++_number);
            var head = $"--{Boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n";
            await line.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. picture, .. "\r\n"u8], stop);
        }
    }

    private byte[] Next()
    {
        var shown = _shown;
        var pictures = clips[shown.Name].Pictures;
        var at = (int)(_number - shown.Since);
        if (at < pictures.Count || shown.Name is not (HeadFilm.Left or HeadFilm.Right))
        {
            return pictures[at % pictures.Count];
        }

        _shown = new Shown(HeadFilm.Straight, _number);
        return clips[HeadFilm.Straight].Pictures[0];
    }

    /// <summary>With a comment (COM) behind the start of the image.</summary>
    private static byte[] Numbered(byte[] picture, uint number)
    {
        Span<byte> comment = [0xFF, 0xFE, 0, 6, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(comment[4..], number);
        return [.. picture.AsSpan(0, StartBytes), .. comment, .. picture.AsSpan(StartBytes)];
    }

    private sealed record Shown(string Name, uint Since);
}
