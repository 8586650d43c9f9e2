using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>Whatever arrives, the answer is a reply or one of the seven refusals.</summary>
public sealed class HostileInputTests : IDisposable
{
    private static readonly StatusCode[] Seven =
    [
        StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.AlreadyExists, StatusCode.FailedPrecondition,
        StatusCode.OutOfRange, StatusCode.DataLoss, StatusCode.ResourceExhausted,
    ];

    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Who")]
    [InlineData("Stop")]
    [InlineData("Order")]
    [InlineData("Opened")]
    [InlineData("Proof")]
    [InlineData("Taken")]
    [InlineData("Spoilt")]
    [InlineData("Hello")]
    [InlineData("Batch")]
    public async Task Random_bytes_are_answered_or_refused(string message)
    {
        foreach (var bytes in Gen.Sample(ArbMap.Default.GeneratorFor<byte[]>(), 400, 60))
            await SendAsync(message, bytes);
    }

    [Theory]
    [InlineData("Who")]
    [InlineData("Stop")]
    [InlineData("Order")]
    [InlineData("Opened")]
    [InlineData("Proof")]
    [InlineData("Taken")]
    [InlineData("Spoilt")]
    [InlineData("Hello")]
    [InlineData("Batch")]
    public async Task Good_messages_with_changed_bytes_are_answered_or_refused(string message)
    {
        var issue = await _bench.ReachAsync("bound");
        var random = new Random(message.Length);
        for (var i = 0; i < 400; i++)
        {
            var bytes = Good(message, issue);
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await SendAsync(message, random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }
    }

    [Fact]
    public async Task Oversized_and_empty_fields_are_invalid()
    {
        Action<Stop>[] changes =
        [
            s => s.Key = null, s => s.Card = "", s => s.Card = new string('c', 65), s => s.Card = "card 1",
            s => s.Card = "卡", s => s.ConsentSha256 = ByteString.Empty, s => s.Key.Epoch = ByteString.Empty,
            s => s.Key.Hash = ByteString.CopyFrom(new byte[33]), s => s.Key.Seq = 0, s => s.Key.Seq = ulong.MaxValue,
            s => s.Key.Case = 0, s => s.Key.Case = s.Key.Seq + 1, s => s.Key.Kiosk = "",
        ];
        foreach (var change in changes)
        {
            var stop = _bench.Stop();
            change(stop);
            (await CentralBench.CodeOf(() => _bench.Commands.StopCard(stop, CentralBench.Call())))
                .ShouldBe(StatusCode.InvalidArgument);
        }

        _bench.Ask<long>("SELECT count(*) FROM card WHERE state = 'stopped'").ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_document_is_not_found() =>
        (await CentralBench.CodeOf(() => _bench.Commands.LookUp(_bench.Who("110101199001010000"), CentralBench.Call())))
            .ShouldBe(StatusCode.NotFound);

    private byte[] Good(string message, Issue issue)
    {
        IMessage good = message switch
        {
            "Who" => _bench.Who(),
            "Stop" => _bench.Stop("card-0003"),
            "Order" => _bench.Order(),
            "Opened" => issue.Opened!,
            "Proof" => _bench.Proof(issue),
            "Taken" => _bench.Taken(issue.Ticket),
            "Spoilt" => _bench.Spoilt(issue.Ticket),
            "Hello" => TestLog.Hello(CentralBench.Kiosk, CentralBench.Epoch("first")),
            _ => new Batch { Rows = { new TestLog(CentralBench.Epoch("first")).Rows(3) } },
        };
        return good.ToByteArray();
    }

    private async Task SendAsync(string message, byte[] bytes)
    {
        try
        {
            await AnswerAsync(message, bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // Never reaches a handler: the wire refuses it.
        }
        catch (RpcException refused)
        {
            Seven.ShouldContain(refused.StatusCode);
        }
    }

    private async Task AnswerAsync(string message, byte[] bytes)
    {
        var (commands, link, call) = (_bench.Commands, _bench.Central.Link, CentralBench.Call());
        switch (message)
        {
            case "Who": await commands.LookUp(Who.Parser.ParseFrom(bytes), call); break;
            case "Stop": await commands.StopCard(Stop.Parser.ParseFrom(bytes), call); break;
            case "Order": await commands.OrderCard(Order.Parser.ParseFrom(bytes), call); break;
            case "Opened": await commands.Personalise(Opened.Parser.ParseFrom(bytes), call); break;
            case "Proof": await commands.Prove(Proof.Parser.ParseFrom(bytes), call); break;
            case "Taken": await commands.Activate(Taken.Parser.ParseFrom(bytes), call); break;
            case "Spoilt": await commands.VoidCard(Spoilt.Parser.ParseFrom(bytes), call); break;
            case "Hello": link.Greet(Hello.Parser.ParseFrom(bytes), out _); break;
            default:
                var batch = Batch.Parser.ParseFrom(bytes);
                var line = link.Greet(TestLog.Hello("kiosk-batch", CentralBench.Epoch("batch")), out _);
                link.Take(line, batch);
                break;
        }
    }
}
