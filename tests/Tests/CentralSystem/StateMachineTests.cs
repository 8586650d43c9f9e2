using Grpc.Core;
using KioskSuite.CentralSystem;
using Microsoft.Data.Sqlite;

namespace KioskSuite.Tests.CentralSystem;

public sealed class StateMachineTests : IDisposable
{
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("ordered", "Personalise", "bound")]
    [InlineData("ordered", "Prove", null)]
    [InlineData("ordered", "Activate", null)]
    [InlineData("ordered", "VoidCard", "void")]
    [InlineData("bound", "Personalise", null)]
    [InlineData("bound", "Prove", "proved")]
    [InlineData("bound", "Activate", null)]
    [InlineData("bound", "VoidCard", "void")]
    [InlineData("proved", "Personalise", null)]
    [InlineData("proved", "Prove", null)]
    [InlineData("proved", "Activate", "active")]
    [InlineData("proved", "VoidCard", "void")]
    [InlineData("active", "Personalise", null)]
    [InlineData("active", "Prove", null)]
    [InlineData("active", "Activate", "active")]
    [InlineData("active", "VoidCard", null)]
    [InlineData("void", "Personalise", null)]
    [InlineData("void", "Prove", null)]
    [InlineData("void", "Activate", null)]
    [InlineData("void", "VoidCard", "void")]
    public async Task Each_call_moves_a_card_only_from_its_own_state(string from, string call, string? to)
    {
        var issue = await _bench.ReachAsync(from);
        _bench.Card(issue.Ticket.Card).State.ShouldBe(from);
        if (to is null)
            (await CentralBench.CodeOf(() => SendAsync(call, issue))).ShouldBe(StatusCode.FailedPrecondition);
        else
            await SendAsync(call, issue);
        _bench.Card(issue.Ticket.Card).State.ShouldBe(to ?? from);
    }

    [Fact]
    public async Task A_stop_takes_effect_at_once_and_keeps_its_first_time()
    {
        var first = await _bench.StopAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        var second = await _bench.StopAsync();
        (first.Already, second.Already).ShouldBe((false, true));
        second.EffectiveAt.ShouldBe(first.EffectiveAt);
        _bench.Ask<long>("SELECT count(*) FROM consent").ShouldBe(2);
    }

    [Fact]
    public async Task Only_a_stopped_card_is_replaced() =>
        (await CentralBench.CodeOf(() => _bench.OrderAsync())).ShouldBe(StatusCode.FailedPrecondition);

    [Fact]
    public async Task Two_kiosks_cannot_both_replace_one_card()
    {
        await _bench.StopAsync();
        await _bench.OrderAsync("kiosk-001", 3);
        (await CentralBench.CodeOf(() => _bench.OrderAsync("kiosk-002", 8))).ShouldBe(StatusCode.FailedPrecondition);
        (await CentralBench.CodeOf(() => _bench.OrderAsync("kiosk-001", 9))).ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task The_index_itself_refuses_a_second_replacement()
    {
        await _bench.StopAsync();
        var card = (await _bench.OrderAsync()).Card;
        var copy = $"""
            INSERT INTO card(card, account, pan, sequence, expiry, service_code, product, state, replaces, changed_at)
            SELECT 'copy', account, '1', sequence, expiry, service_code, product, state, replaces, 0
            FROM card WHERE card = '{card}'
            """;
        Should.Throw<SqliteException>(() => _bench.Central.Database.Transact(work => work.Execute(copy)))
            .Message.ShouldContain("card.replaces");
    }

    [Fact]
    public async Task A_voided_number_is_burnt_and_its_fee_returned()
    {
        var issue = await _bench.ReachAsync("void");
        var next = await _bench.OrderAsync();
        var (burnt, drawn) = (_bench.Card(issue.Ticket.Card), _bench.Card(next.Card));
        (burnt.State, drawn.State).ShouldBe((CardState.Void, CardState.Ordered));
        drawn.Pan.ShouldNotBe(burnt.Pan);
        _bench.Ask<string>($"SELECT group_concat(event) FROM fee WHERE ticket = '{issue.Ticket.Ticket}'")
            .ShouldBe("reserved,returned");
    }

    [Fact]
    public async Task An_order_after_a_ticket_voids_that_ticket_first()
    {
        var issue = await _bench.ReachAsync("bound");
        var order = _bench.Order();
        order.AfterTicket = issue.Ticket.Ticket;
        await _bench.Commands.OrderCard(order, CentralBench.Call());
        _bench.Card(issue.Ticket.Card).State.ShouldBe(CardState.Void);
        _bench.Ask<long>("SELECT count(*) FROM card WHERE state = 'ordered'").ShouldBe(1);
    }

    [Fact]
    public async Task Another_kiosk_finds_no_such_ticket()
    {
        var issue = await _bench.ReachAsync("proved");
        var taken = _bench.Taken(issue.Ticket);
        taken.Key = _bench.NextKey("kiosk-002");
        (await CentralBench.CodeOf(() => _bench.Commands.Activate(taken, CentralBench.Call())))
            .ShouldBe(StatusCode.NotFound);
    }

    private Task SendAsync(string call, Issue issue) => call switch
    {
        "Personalise" => _bench.Commands.Personalise(_bench.Opened(issue.Ticket, issue.Chip), CentralBench.Call()),
        "Prove" => _bench.Commands.Prove(ProofOf(issue), CentralBench.Call()),
        "Activate" => _bench.Commands.Activate(_bench.Taken(issue.Ticket), CentralBench.Call()),
        _ => _bench.Commands.VoidCard(_bench.Spoilt(issue.Ticket), CentralBench.Call()),
    };

    private KioskSuite.Messages.Central.Proof ProofOf(Issue issue) => issue.Script is not null
        ? _bench.Proof(issue)
        : new() { Key = _bench.NextKey(), Ticket = issue.Ticket.Ticket, FailedAt = "nothing was written" };
}
