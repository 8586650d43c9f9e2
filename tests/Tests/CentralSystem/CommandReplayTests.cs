using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

public sealed class CommandReplayTests : IDisposable
{
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("StopCard")]
    [InlineData("OrderCard")]
    [InlineData("Personalise")]
    [InlineData("Prove")]
    [InlineData("Activate")]
    [InlineData("VoidCard")]
    public async Task The_same_key_and_body_is_answered_the_same(string command)
    {
        var call = await PrepareAsync(command);
        var first = await call.Send(call.Key);
        _bench.Time.Advance(TimeSpan.FromSeconds(7));
        (await call.Send(call.Key)).ShouldBe(first);
        _bench.Ask<long>("SELECT count(*) FROM card WHERE ticket IS NOT NULL").ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("StopCard")]
    [InlineData("OrderCard")]
    [InlineData("Personalise")]
    [InlineData("Prove")]
    [InlineData("Activate")]
    [InlineData("VoidCard")]
    public async Task The_same_key_with_another_body_already_exists(string command)
    {
        var call = await PrepareAsync(command);
        await call.Send(call.Key);
        var other = call.Key.Clone();
        other.Hash = CentralBench.Hash("another");
        (await CentralBench.CodeOf(() => call.Send(other))).ShouldBe(StatusCode.AlreadyExists);
    }

    [Fact]
    public async Task The_same_key_for_another_command_already_exists()
    {
        var stop = _bench.Stop();
        await _bench.Commands.StopCard(stop, CentralBench.Call());
        var order = _bench.Order();
        order.Key = stop.Key;
        (await CentralBench.CodeOf(() => _bench.Commands.OrderCard(order, CentralBench.Call())))
            .ShouldBe(StatusCode.AlreadyExists);
    }

    [Fact]
    public async Task A_replayed_activation_charges_once()
    {
        var issue = await _bench.ReachAsync("proved");
        var taken = _bench.Taken(issue.Ticket);
        await _bench.Commands.Activate(taken, CentralBench.Call());
        await _bench.Commands.Activate(taken, CentralBench.Call());
        await _bench.Commands.Activate(_bench.Taken(issue.Ticket), CentralBench.Call());
        _bench.Ask<long>("SELECT count(*) FROM fee WHERE event = 'charged'").ShouldBe(1);
        _bench.Ask<long>("SELECT count(*) FROM fee WHERE event = 'returned'").ShouldBe(0);
    }

    [Fact]
    public async Task An_intention_that_differs_from_the_known_entry_is_fenced()
    {
        var epoch = CentralBench.Epoch(CentralBench.Kiosk);
        var rows = new TestLog(epoch).Rows(12);
        var line = _bench.Central.Link.Greet(TestLog.Hello(CentralBench.Kiosk, epoch), out _);
        _bench.Central.Link.Take(line, new Batch { Rows = { rows } });
        var stop = _bench.Stop();
        (await CentralBench.CodeOf(() => _bench.Commands.StopCard(stop, CentralBench.Call())))
            .ShouldBe(StatusCode.FailedPrecondition);
        stop.Key.Hash = rows[(int)stop.Key.Seq - 1].Hash;
        (await _bench.Commands.StopCard(stop, CentralBench.Call())).Already.ShouldBeFalse();
    }

    private async Task<(Key Key, Func<Key, Task<ByteString>> Send)> PrepareAsync(string command)
    {
        switch (command)
        {
            case "StopCard":
                var stop = _bench.Stop();
                return (stop.Key, k => Sent(_bench.Commands.StopCard, stop, s => s.Key = k));
            case "OrderCard":
                await _bench.StopAsync();
                var order = _bench.Order();
                return (order.Key, k => Sent(_bench.Commands.OrderCard, order, o => o.Key = k));
            case "Personalise":
                var ordered = await _bench.ReachAsync("ordered");
                var opened = _bench.Opened(ordered.Ticket, ordered.Chip);
                return (opened.Key, k => Sent(_bench.Commands.Personalise, opened, o => o.Key = k));
            case "Prove":
                var proof = _bench.Proof(await _bench.ReachAsync("bound"));
                return (proof.Key, k => Sent(_bench.Commands.Prove, proof, p => p.Key = k));
            case "Activate":
                var taken = _bench.Taken((await _bench.ReachAsync("proved")).Ticket);
                return (taken.Key, k => Sent(_bench.Commands.Activate, taken, t => t.Key = k));
            default:
                var spoilt = _bench.Spoilt((await _bench.ReachAsync("bound")).Ticket);
                return (spoilt.Key, k => Sent(_bench.Commands.VoidCard, spoilt, s => s.Key = k));
        }
    }

    private static async Task<ByteString> Sent<TRequest, TReply>(
        Func<TRequest, ServerCallContext, Task<TReply>> send, TRequest request, Action<TRequest> change)
        where TRequest : IDeepCloneable<TRequest>
        where TReply : IMessage
    {
        var changed = request.Clone();
        change(changed);
        return (await send(changed, CentralBench.Call())).ToByteString();
    }
}
