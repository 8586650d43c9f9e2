using System.Net;
using System.Net.Sockets;
using KioskSuite.Devices;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>A camera that answers one GET with pictures without end. One connection a session, in clear.</summary>
/// <param name="address">Such as <c>http://127.0.0.1:8090/camera</c>.</param>
public sealed class HttpMjpegSource(Uri address) : IMjpegSource
{
    private const int LargestAnswerHeadKiB = 8;

    public async ValueTask<Outcome<IMjpegStream>> OpenAsync(CancellationToken stop)
    {
        var http = new HttpMessageInvoker(Handler(), disposeHandler: true);
        HttpResponseMessage? response = null;
        Failure failure;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address)
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            response = await http.SendAsync(request, stop);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var stream = new HttpStream(http, response, await response.Content.ReadAsStreamAsync(stop));
                (http, response) = (null, null);
                return stream;
            }

            failure = new Failure(DeviceFault.Refused, $"status {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            failure = FailureOf(e.HttpRequestError);
        }
        finally
        {
            response?.Dispose();
            http?.Dispose();
        }

        return failure;
    }

    /// <summary>Makes one connection only: by itself it would ask again when an answer does not begin.</summary>
    private static SocketsHttpHandler Handler()
    {
        var connected = false;
        return new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = (to, stop) =>
            {
                var again = connected;
                connected = true;
                return again ? throw new IOException("asked once") : ConnectAsync(to.DnsEndPoint, stop);
            },
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = LargestAnswerHeadKiB,
            UseCookies = false,
            UseProxy = false,
        };
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Failure FailureOf(HttpRequestError error) => error
        is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
        ? new Failure(DeviceFault.Garbage, "not HTTP")
        : DeviceFault.Offline;

    private sealed class HttpStream(HttpMessageInvoker http, HttpResponseMessage response, Stream body) : IMjpegStream
    {
        public string ContentType { get; } =
            response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) && values.Count == 1
                ? values.ToString()
                : "";

        public TimeSpan Gap => TimeSpan.Zero;

        public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
        {
            try
            {
                return await body.ReadAsync(buffer, stop) is > 0 and var count ? count : DeviceFault.Offline;
            }
            catch (HttpIOException e)
            {
                return FailureOf(e.HttpRequestError);
            }
            catch (IOException)
            {
                return DeviceFault.Offline;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await body.DisposeAsync();
            response.Dispose();
            http.Dispose();
        }
    }
}
