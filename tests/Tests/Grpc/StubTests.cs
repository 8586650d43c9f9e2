using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Grpc.Wire;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.Grpc;

/// <summary>What Grpc.Tools generates runs on the wire as it stands.</summary>
public sealed class StubTests
{
    private const int BatchBytes = 100_000;

    [Fact]
    public async Task Generated_stubs_talk_over_a_duplex_stream()
    {
        await using var server = await TestServer.StartAsync(
            (app, _) => app.MapGrpcService(Link.BindService(new Central())));
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Link.LinkClient(channel).Sync();
        var key = new CaseKey { ForCentral = ByteString.CopyFrom(new byte[BatchBytes]) };

        await call.RequestStream.WriteAsync(new FromKiosk { Batch = new Batch { Keys = { key } } });
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        call.ResponseStream.Current.Ack.Upto.Seq.ShouldBe((ulong)BatchBytes);
        await call.RequestStream.WriteAsync(new FromKiosk());
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        call.ResponseStream.Current.ShouldBe(new ToKiosk());
    }

    [Fact]
    public async Task A_method_nobody_implemented_is_unimplemented()
    {
        await using var server = await TestServer.StartAsync(
            (app, _) => app.MapGrpcService(Commands.BindService(new NoCommands())));
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Commands.CommandsClient(channel).StopCardAsync(new Stop());

        (await Should.ThrowAsync<RpcException>(() => call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    private sealed class NoCommands : Commands.CommandsBase;

    private sealed class Central : Link.LinkBase
    {
        public override async Task Sync(
            IAsyncStreamReader<FromKiosk> requestStream,
            IServerStreamWriter<ToKiosk> responseStream,
            ServerCallContext context)
        {
            while (await requestStream.MoveNext(context.CancellationToken))
                await responseStream.WriteAsync(Answer(requestStream.Current));
        }

        private static ToKiosk Answer(FromKiosk message) => message.Batch is { } batch
            ? new ToKiosk { Ack = new Ack { Upto = new Note { Seq = (ulong)batch.Keys[0].ForCentral.Length } } }
            : new ToKiosk();
    }
}
