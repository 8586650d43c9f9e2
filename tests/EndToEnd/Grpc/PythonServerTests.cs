using System.Globalization;
using System.Text;
using Grpc.Core;
using KioskSuite.Grpc.Wire;

namespace KioskSuite.EndToEnd.Grpc;

/// <summary>Our client against a server of python3-grpcio, which is gRPC's C core.</summary>
public sealed class PythonServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private PythonPeer? _server;
    private GrpcChannel? _channel;

    private CallInvoker Calls => _channel!.CreateCallInvoker();

    private static CallOptions Soon => new(deadline: (TimeProvider.System.GetUtcNow() + Patience).UtcDateTime);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PythonPeer.IsInstalled, "python3-grpcio is not installed");
        using var patience = new CancellationTokenSource(Patience);
        _server = PythonPeer.Start("peer_server.py");
        var port = int.Parse((await _server.ReadLineAsync(patience.Token))!, CultureInfo.InvariantCulture);
        _channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{port}"));
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Unary_messages_of_all_sizes_come_back()
    {
        foreach (var size in (int[])[0, 1, 271_828, 4_000_000])
            (await Calls.AsyncUnaryCall(PeerService.Echo, null, Soon, new byte[size])).Length.ShouldBe(size);
    }

    [Fact]
    public async Task Metadata_passes_both_ways()
    {
        var headers = new Metadata { { "x-kiosk", "k 1" }, { "x-trace-bin", [0xAB, 0, 0xFF] } };
        using var call = Calls.AsyncUnaryCall(PeerService.Echo, null, new CallOptions(headers, Soon.Deadline), [1]);

        await call;

        (await call.ResponseHeadersAsync).GetValue("x-seen").ShouldBe("k 1");
        call.GetTrailers().GetValueBytes("x-back-bin").ShouldBe([0xAB, 0, 0xFF]);
    }

    [Fact]
    public async Task A_status_keeps_its_unicode_message_and_trailers()
    {
        const string text = "\t卡已停用 🙂 100%\r\n";

        var e = await FailureAsync(PeerService.Refuse, Soon, Encoding.UTF8.GetBytes(text));

        e.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, text));
        e.Trailers.GetValue("x-epoch").ShouldBe("7");
    }

    [Fact]
    public async Task Duplex_is_full_duplex_and_ends_with_ok()
    {
        using var call = Calls.AsyncDuplexStreamingCall(PeerService.Chat, null, Soon);
        foreach (var size in (int[])[31_415, 9, 2_653, 58_979, 0])
        {
            await call.RequestStream.WriteAsync(new byte[size]);
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            call.ResponseStream.Current.Length.ShouldBe(size);
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_thousand_messages_in_flight_cost_no_connection()
    {
        using var call = Calls.AsyncDuplexStreamingCall(PeerService.Chat, null, Soon);
        var writing = WriteAsync(call.RequestStream, 1000);
        for (var i = 0; i < 1000; i++)
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        await writing;
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_refused_midway_tells_reader_and_writer_the_same()
    {
        using var call = Calls.AsyncDuplexStreamingCall(PeerService.Chat, null, Soon);
        await call.RequestStream.WriteAsync("refuse"u8.ToArray());

        var read = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        var write = await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync([1]));

        read.Status.ShouldBe(new Status(StatusCode.OutOfRange, "gap"));
        write.Status.ShouldBe(read.Status);
    }

    [Fact]
    public async Task One_sided_streams_work()
    {
        using var join = Calls.AsyncClientStreamingCall(PeerService.Join, null, Soon);
        using var split = Calls.AsyncServerStreamingCall(PeerService.Split, null, Soon, "a b c"u8.ToArray());
        while (await split.ResponseStream.MoveNext(CancellationToken.None))
            await join.RequestStream.WriteAsync(split.ResponseStream.Current);
        await join.RequestStream.CompleteAsync();

        Encoding.UTF8.GetString(await join).ShouldBe("a b c");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task A_deadline_is_exceeded_whatever_the_peer_makes_of_it(int milliseconds)
    {
        var deadline = TimeProvider.System.GetUtcNow().AddMilliseconds(milliseconds).UtcDateTime;

        var e = await FailureAsync(PeerService.Sleep, new CallOptions(deadline: deadline), []);

        e.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Cancelling_after_the_first_response_is_cancelled()
    {
        using var call = Calls.AsyncDuplexStreamingCall(PeerService.Chat, null, Soon);
        await call.RequestStream.WriteAsync([1]);
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        call.Dispose();

        (await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None)))
            .StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Unknown_methods_and_services_are_unimplemented()
    {
        (await FailureAsync(PeerService.Describe(MethodType.Unary, "Missing"), Soon, [])).StatusCode
            .ShouldBe(StatusCode.Unimplemented);
        (await FailureAsync(PeerService.Describe(MethodType.Unary, "Echo", "test.Missing"), Soon, [])).StatusCode
            .ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task A_message_too_long_is_refused_at_either_end()
    {
        const int limit = GrpcChannelOptions.DefaultMaxReceiveMessageSize;
        var twice = PeerService.Describe(MethodType.Unary, "Double");

        (await FailureAsync(PeerService.Echo, Soon, new byte[limit + 1])).StatusCode
            .ShouldBe(StatusCode.ResourceExhausted);
        (await FailureAsync(twice, Soon, new byte[(limit / 2) + 1])).StatusCode
            .ShouldBe(StatusCode.ResourceExhausted);
    }

    private static async Task WriteAsync(IClientStreamWriter<byte[]> requests, int count)
    {
        for (var i = 0; i < count; i++)
            await requests.WriteAsync(new byte[512]);
        await requests.CompleteAsync();
    }

    private Task<RpcException> FailureAsync(Method<byte[], byte[]> method, CallOptions options, byte[] request) =>
        Should.ThrowAsync<RpcException>(() => Calls.AsyncUnaryCall(method, null, options, request).ResponseAsync);
}
