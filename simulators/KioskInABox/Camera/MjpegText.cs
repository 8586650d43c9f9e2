using System.Text;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>The words round the pictures, as network cameras write them.</summary>
internal static class MjpegText
{
    public const string Path = "/stream.mjpg";
    private const string Boundary = "boundarydonotcross";
    private const int LongestRequest = 8192;

    public static byte[] Head { get; } = Encoding.ASCII.GetBytes(
        "HTTP/1.0 200 OK\r\nConnection: close\r\nServer: MJPG-Streamer/0.2\r\n"
        + "Cache-Control: no-store, no-cache, must-revalidate, pre-check=0, post-check=0, max-age=0\r\n"
        + "Pragma: no-cache\r\n"
        + $"Content-Type: multipart/x-mixed-replace;boundary={Boundary}\r\n\r\n--{Boundary}\r\n");

    public static byte[] NotFound { get; } =
        Encoding.ASCII.GetBytes("HTTP/1.0 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

    /// <summary>One picture with its head, and the delimiter after it.</summary>
    public static byte[] Part(byte[] jpeg) =>
    [
        .. Encoding.ASCII.GetBytes($"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"),
        .. jpeg,
        .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n"),
    ];

    /// <summary>The request up to its empty line.</summary>
    /// <exception cref="IOException">It ends before, or goes on for too long.</exception>
    public static async Task<string> ReadRequestAsync(Stream from, CancellationToken stop)
    {
        var bytes = new byte[LongestRequest];
        var length = 0;
        while (length < bytes.Length)
        {
            var read = await from.ReadAsync(bytes.AsMemory(length), stop);
            length += read;
            if (bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.Latin1.GetString(bytes, 0, length);
            }

            if (read == 0)
            {
                break;
            }
        }

        throw new IOException("no request");
    }
}
