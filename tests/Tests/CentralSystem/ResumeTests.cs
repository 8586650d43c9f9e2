using KioskSuite.CentralSystem;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>An order that came to nothing may be made again, without paying twice (N41); fees always balance.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Ledger = "SELECT group_concat(event) FROM (SELECT event FROM fee ORDER BY rowid)";
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_active_card_is_not_resumable() => (await LookUpAsync()).Resumable.ShouldBeFalse();

    [Fact]
    public async Task A_stopped_card_without_an_order_may_be_ordered_at_the_usual_price()
    {
        await _bench.StopAsync();
        var account = await LookUpAsync();
        (account.State, account.Resumable).ShouldBe(("stopped", true));
        account.Fees.Single().Minor.ShouldBe(1000);
    }

    [Theory]
    [InlineData("ordered")]
    [InlineData("bound")]
    [InlineData("proved")]
    [InlineData("active")]
    public async Task While_a_replacement_lives_nothing_is_resumable(string state)
    {
        await _bench.ReachAsync(state);
        (await LookUpAsync()).Resumable.ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_void_the_next_case_pays_nothing_new_and_the_customer_reads_so()
    {
        await _bench.ReachAsync("void");
        var fee = (await LookUpAsync()).Fees.ShouldHaveSingleItem();
        (fee.Minor, fee.Currency).ShouldBe((0L, "CNY"));
        fee.Text.ShouldContain("0.00");
        var resumed = await _bench.OrderAsync(@case: 9);
        _bench.Ask<string>(Ledger).ShouldBe("reserved,returned");
        var spoilt = new Spoilt { Key = _bench.NextKey(@case: 9), Ticket = resumed.Ticket, Reason = "jam" };
        await _bench.Commands.VoidCard(spoilt, CentralBench.Call());
        _bench.Ask<string>(Ledger).ShouldBe("reserved,returned");
        (await LookUpAsync()).Fees.Single().Minor.ShouldBe(0);
    }

    [Fact]
    public async Task A_second_blank_of_the_same_case_costs_what_was_agreed_and_is_charged_once()
    {
        var spoilt = await _bench.ReachAsync("bound");
        var order = _bench.Order();
        order.AfterTicket = spoilt.Ticket.Ticket;
        await _bench.Commands.OrderCard(order, CentralBench.Call());
        _bench.Ask<string>(Ledger).ShouldBe("reserved,returned,reserved");
        _bench.Ask<long>("SELECT sum(CASE event WHEN 'reserved' THEN minor ELSE -minor END) FROM fee").ShouldBe(1000);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Who_saw_the_card_in_a_hand_is_kept(bool byPerson, long kept)
    {
        var issue = await _bench.ReachAsync("proved");
        var taken = _bench.Taken(issue.Ticket);
        taken.SeenByPerson = byPerson;
        await _bench.Commands.Activate(taken, CentralBench.Call());
        _bench.Ask<long>("SELECT seen_by_person FROM ticket").ShouldBe(kept);
    }

    private async Task<Account> LookUpAsync() =>
        (await _bench.Commands.LookUp(_bench.Who(), CentralBench.Call()))
            .Accounts_.Single(a => a.Card == CentralBench.OldCard);
}
