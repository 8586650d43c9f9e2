using System.Text;
using Grpc.Core;
using KioskSuite.Grpc.Wire;

namespace KioskSuite.Tests.Grpc;

/// <summary>Both ends over TCP on loopback.</summary>
public sealed class CallTests
{
    private static readonly byte[] Hello = "hello"u8.ToArray();

    [Fact]
    public async Task Unary_carries_message_and_metadata_both_ways()
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnUnary = async (request, context) =>
        {
            var kiosk = context.RequestHeaders.GetValue("kiosk")!;
            await context.WriteResponseHeadersAsync(new Metadata { { "seen", kiosk } });
            context.ResponseTrailers.Add("back-bin", context.RequestHeaders.GetValueBytes("trace-bin")!);
            return [.. request.Reverse()];
        };
        using var channel = GrpcChannel.ForAddress(server.Address);
        var headers = new Metadata { { "kiosk", "k 1" }, { "trace-bin", [0xAB, 0, 0xFF] } };

        using var call = Unary(channel, Hello, new CallOptions(headers));

        (await call).ShouldBe("olleh"u8.ToArray());
        (await call.ResponseHeadersAsync).GetValue("seen").ShouldBe("k 1");
        call.GetTrailers().GetValueBytes("back-bin").ShouldBe([0xAB, 0, 0xFF]);
        call.GetStatus().ShouldBe(Status.DefaultSuccess);
    }

    [Fact]
    public async Task Duplex_answers_each_message_before_the_next_is_sent()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = Chat(channel);

        foreach (var size in (int[])[0, 1, 31_415, 9, 65_536])
        {
            await call.RequestStream.WriteAsync(new byte[size]);
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            call.ResponseStream.Current.Length.ShouldBe(size);
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        call.GetStatus().ShouldBe(Status.DefaultSuccess);
    }

    [Fact]
    public async Task Client_and_server_streams_are_the_same_shape()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var invoker = channel.CreateCallInvoker();

        using var split = invoker.AsyncServerStreamingCall(TestService.Split, null, default, "a b c"u8.ToArray());
        using var join = invoker.AsyncClientStreamingCall(TestService.Join, null, default);
        while (await split.ResponseStream.MoveNext(CancellationToken.None))
            await join.RequestStream.WriteAsync(split.ResponseStream.Current);
        await join.RequestStream.CompleteAsync();

        Encoding.UTF8.GetString(await join).ShouldBe("a b c");
    }

    [Fact]
    public async Task An_empty_stream_ends_with_ok()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = Chat(channel);

        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_status_keeps_its_unicode_message_and_trailers(bool afterHeaders)
    {
        const string text = "卡已停用\t🙂 100%\r\n";
        await using var server = await TestServer.StartAsync();
        server.Service.OnUnary = async (_, context) =>
        {
            if (afterHeaders)
                await context.WriteResponseHeadersAsync([]);
            throw new RpcException(
                new Status(StatusCode.FailedPrecondition, text), new Metadata { { "epoch", "7" } });
        };
        using var channel = GrpcChannel.ForAddress(server.Address);

        var e = await Should.ThrowAsync<RpcException>(() => Unary(channel, Hello).ResponseAsync);

        e.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, text));
        e.Trailers.GetValue("epoch").ShouldBe("7");
    }

    [Fact]
    public async Task A_status_after_messages_arrives_after_them()
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnChat = async (_, responses, _) =>
        {
            await responses.WriteAsync(Hello);
            throw new RpcException(new Status(StatusCode.OutOfRange, "gap"));
        };
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = Chat(channel);

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        var e = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        e.Status.ShouldBe(new Status(StatusCode.OutOfRange, "gap"));
        var late = await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(Hello));
        late.StatusCode.ShouldBe(StatusCode.OutOfRange);
    }

    [Fact]
    public async Task A_writer_cut_off_leaves_the_status_to_the_reader()
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnChat = (_, _, _) => throw new RpcException(new Status(StatusCode.OutOfRange, "gap"));
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = Chat(channel);

        var write = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (true)
                await call.RequestStream.WriteAsync(Hello);
        });
        var read = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        write.StatusCode.ShouldBe(StatusCode.Unavailable);
        read.Status.ShouldBe(new Status(StatusCode.OutOfRange, "gap"));
    }

    [Fact]
    public async Task A_handler_that_fails_tells_the_peer_nothing_but_that()
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnUnary = (_, _) => throw new FormatException("6222 0000");
        using var channel = GrpcChannel.ForAddress(server.Address);

        var e = await Should.ThrowAsync<RpcException>(() => Unary(channel, Hello).ResponseAsync);

        e.Status.ShouldBe(new Status(StatusCode.Unknown, "the handler failed"));
    }

    [Theory]
    [InlineData("test.Service", "Missing")]
    [InlineData("test.Service", "unary")]
    [InlineData("test.Missing", "Unary")]
    public async Task Unknown_methods_and_services_are_unimplemented(string service, string name)
    {
        await using var server = await TestServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var method = TestService.Describe(MethodType.Unary, name, service);

        var e = await Should.ThrowAsync<RpcException>(
            () => channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, Hello).ResponseAsync);

        e.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Messages_too_long_are_refused_by_the_end_that_reads()
    {
        await using var server = await TestServer.StartAsync(maxReceiveMessageSize: 100);
        server.Service.OnUnary = (request, _) => Task.FromResult(new byte[request.Length * 2]);
        var options = new GrpcChannelOptions { MaxReceiveMessageSize = 100 };
        using var channel = GrpcChannel.ForAddress(server.Address, options);

        (await Unary(channel, new byte[50])).Length.ShouldBe(100);
        foreach (var size in (int[])[51, 101])
        {
            var e = await Should.ThrowAsync<RpcException>(() => Unary(channel, new byte[size]).ResponseAsync);
            e.Status.ShouldBe(new Status(StatusCode.ResourceExhausted, "message longer than 100 bytes"));
        }
    }

    [Fact]
    public async Task A_message_larger_than_every_window_passes()
    {
        const int size = 4_000_000;
        await using var server = await TestServer.StartAsync(maxReceiveMessageSize: size);
        using var channel = GrpcChannel.ForAddress(server.Address);

        (await Unary(channel, new byte[size])).Length.ShouldBe(size);
    }

    [Theory]
    [InlineData("expires")]
    [InlineData("transfer-encoding")]
    [InlineData("two words")]
    public void Metadata_that_http_would_drop_or_misread_is_refused_at_once(string key)
    {
        using var channel = GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1"));
        Should.Throw<ArgumentException>(
            () => Unary(channel, Hello, new CallOptions(new Metadata { { key, "1" } })));
    }

    [Fact]
    public void A_blocking_call_is_not_offered()
    {
        using var channel = GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1"));
        Should.Throw<NotSupportedException>(
            () => channel.CreateCallInvoker().BlockingUnaryCall(TestService.Unary, null, default, Hello));
    }

    private static AsyncUnaryCall<byte[]> Unary(GrpcChannel channel, byte[] request, CallOptions options = default) =>
        channel.CreateCallInvoker().AsyncUnaryCall(TestService.Unary, null, options, request);

    private static AsyncDuplexStreamingCall<byte[], byte[]> Chat(GrpcChannel channel, CallOptions options = default) =>
        channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestService.Chat, null, options);
}
