using Grpc.Core;
using KioskSuite.Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KioskSuite.Tests.Grpc;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly ManualTime _clientTime = new();
    private readonly ManualTime _serverTime = new();
    private readonly TaskCompletionSource<ServerCallContext> _entered = New<ServerCallContext>();
    private readonly TaskCompletionSource<bool> _cancelled = New<bool>();

    [Fact]
    public async Task The_client_decides_by_its_own_clock_and_resets_the_stream()
    {
        await using var server = await TestServer.StartAsync(_serverTime);
        server.Service.OnUnary = HangAsync;
        using var channel = GrpcChannel.ForAddress(server.Address, time: _clientTime);
        using var call = Unary(channel, TenSeconds);
        await _entered.Task.WaitAsync(Patience);

        _clientTime.Advance(TenSeconds);

        (await FailureAsync(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        (await _cancelled.Task.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_server_decides_by_its_own_clock_even_when_the_handler_does_not_listen()
    {
        await using var server = await TestServer.StartAsync(_serverTime);
        var release = New<byte[]>();
        server.Service.OnUnary = (_, context) =>
        {
            _entered.SetResult(context);
            return release.Task;
        };
        using var channel = GrpcChannel.ForAddress(server.Address, time: _clientTime);
        using var call = Unary(channel, TenSeconds);
        var context = await _entered.Task.WaitAsync(Patience);
        context.Deadline.ShouldBe(_serverTime.GetUtcNow().UtcDateTime + TenSeconds);

        _serverTime.Advance(TenSeconds);

        (await FailureAsync(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        release.SetResult([]);
    }

    [Fact]
    public async Task A_stream_has_one_deadline_for_all_its_messages()
    {
        await using var server = await TestServer.StartAsync(_serverTime);
        using var channel = GrpcChannel.ForAddress(server.Address, time: _clientTime);
        var options = new CallOptions(deadline: (_clientTime.GetUtcNow() + TenSeconds).UtcDateTime);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestService.Chat, null, options);
        await call.RequestStream.WriteAsync([1]);
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        _clientTime.Advance(TenSeconds);

        (await FailureAsync(call.ResponseStream.MoveNext(CancellationToken.None)))
            .StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        (await FailureAsync(call.RequestStream.WriteAsync([1]))).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_deadline_in_the_past_sends_nothing()
    {
        using var channel = GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1"), time: _clientTime);
        using var call = Unary(channel, TimeSpan.FromSeconds(-1));

        (await FailureAsync(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Whatever_reset_arrives_when_the_time_is_up_is_the_deadline()
    {
        const int protocolError = 1;
        var arrived = New<bool>();
        var goOn = New<bool>();
        RequestDelegate answer = async http =>
        {
            arrived.SetResult(true);
            await goOn.Task;
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(protocolError);
        };
        await using var server = await TestServer.StartAsync((app, _) => app.MapPost("/test.Service/Unary", answer));
        using var channel = GrpcChannel.ForAddress(server.Address, time: _clientTime);
        using var call = Unary(channel, TenSeconds);
        await arrived.Task.WaitAsync(Patience);

        _clientTime.AdvanceSilently(TenSeconds);
        goOn.SetResult(true);

        (await FailureAsync(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Cancelling_ends_the_call_at_both_ends()
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnUnary = HangAsync;
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var cancel = new CancellationTokenSource();
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(
            TestService.Unary, null, new CallOptions(cancellationToken: cancel.Token), [1]);
        await _entered.Task.WaitAsync(Patience);

        await cancel.CancelAsync();

        (await FailureAsync(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await FailureAsync(call.ResponseHeadersAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await _cancelled.Task.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_or_cancelling_a_read_cancels_a_stream(bool dispose)
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnChat = (_, _, context) => HangAsync([], context);
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var cancel = new CancellationTokenSource();
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestService.Chat, null, default);
        var reading = call.ResponseStream.MoveNext(cancel.Token);
        await _entered.Task.WaitAsync(Patience);

        if (dispose)
            call.Dispose();
        else
            await cancel.CancelAsync();

        (await FailureAsync(reading)).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await _cancelled.Task.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task Disposing_between_reads_tells_the_server_too()
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnChat = async (_, responses, context) =>
        {
            await responses.WriteAsync([1]);
            await HangAsync([], context);
        };
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestService.Chat, null, default);
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        await _entered.Task.WaitAsync(Patience);

        call.Dispose();

        (await _cancelled.Task.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_writer_that_outruns_its_reader_waits_and_can_be_cancelled()
    {
        await using var server = await TestServer.StartAsync();
        server.Service.OnChat = (_, _, context) => HangAsync([], context);
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TestService.Chat, null, default);
        var writing = WriteForEverAsync(call.RequestStream);
        await _entered.Task.WaitAsync(Patience);

        call.Dispose();

        (await FailureAsync(writing)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    private static async Task WriteForEverAsync(IClientStreamWriter<byte[]> requests)
    {
        while (true)
            await requests.WriteAsync(new byte[64 * 1024]);
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task<RpcException> FailureAsync(Task call) =>
        Should.ThrowAsync<RpcException>(() => call.WaitAsync(Patience));

    private AsyncUnaryCall<byte[]> Unary(GrpcChannel channel, TimeSpan timeout)
    {
        var options = new CallOptions(deadline: (_clientTime.GetUtcNow() + timeout).UtcDateTime);
        return channel.CreateCallInvoker().AsyncUnaryCall(TestService.Unary, null, options, [1]);
    }

    private async Task<byte[]> HangAsync(byte[] request, ServerCallContext context)
    {
        var cancelled = New<bool>();
        await using var registration = context.CancellationToken.Register(() => cancelled.SetResult(true));
        _entered.SetResult(context);
        _cancelled.SetResult(await cancelled.Task);
        return request;
    }
}
