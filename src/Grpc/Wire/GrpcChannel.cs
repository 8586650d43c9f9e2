using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>
/// A client's way to one server: HTTP/2 only, on connections opened on demand and shared by all calls. Every failure of
/// a call is an <see cref="RpcException"/>: connection refused, lost or cut is Unavailable; a deadline is decided here,
/// whatever the peer says. A call without deadline or cancellation waits as long as the peer lets it.
/// </summary>
/// <remarks>
/// No HTTP/2 keep-alive pings are sent: strict servers punish them, and they are not reliable. A stream that must
/// notice a dead line carries its own heartbeat and then disposes the channel for a new one, since the dead connection
/// would serve the next call too.
/// </remarks>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    // Fixed start instead of HTTP/2's 64 KiB: a page of journal entries passes without a round trip.
    private const int StreamWindow = 1024 * 1024;

    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly GrpcChannelOptions _options;
    private readonly TimeProvider _time;

    private GrpcChannel(HttpMessageInvoker http, Uri address, GrpcChannelOptions options, TimeProvider time)
        : base(address.Authority) => (_http, _address, _options, _time) = (http, address, options, time);

    /// <param name="address">Scheme http (HTTP/2 in clear, loopback) or https, host, port; a path is ignored.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="time">Clock of the deadlines; null for the system's.</param>
    /// <exception cref="ArgumentException">The address is neither http nor https.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions? options = null, TimeProvider? time = null)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException("address must be http://host:port or https://host:port", nameof(address));

        options ??= new GrpcChannelOptions();
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindow,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseCookies = false,
            UseProxy = false,
        };
        var http = new HttpMessageInvoker(handler, disposeHandler: true);
        return new GrpcChannel(http, address, options, time ?? TimeProvider.System);
    }

    public override CallInvoker CreateCallInvoker() => new HttpCallInvoker(_http, _address, _options, _time);

    /// <summary>Closes idle connections; calls still running go on, new ones end with Unavailable.</summary>
    public void Dispose() => _http.Dispose();
}
