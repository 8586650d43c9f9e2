using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using Microsoft.Data.Sqlite;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>What an order gives where the bank's rule for the account is that the number stays (N15).</summary>
public sealed class SameNumberOrderTests : IDisposable
{
    private const string InFiveYears = "3111";
    private CentralBench _bench = new(account => account with { KeepsNumber = true });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_number_stays_and_sequence_keys_expiry_and_every_verification_value_are_new()
    {
        await _bench.StopAsync();
        var (old, card) = (Old, _bench.Card((await _bench.OrderAsync()).Card));
        (card.Pan, card.Sequence, card.Expiry).ShouldBe((old.Pan, "02", InFiveYears));
        ValuesOf(card).Zip(ValuesOf(old)).ShouldAllBe(pair => pair.First != pair.Second);
    }

    [Fact]
    public async Task A_replacement_in_the_month_that_gives_the_old_expiry_again_is_valid_a_month_longer()
    {
        Rule(account => account with { KeepsNumber = true, Expiry = InFiveYears });
        await _bench.StopAsync();
        _bench.Card((await _bench.OrderAsync()).Card).Expiry.ShouldBe("3112");
    }

    [Fact]
    public async Task A_card_voided_in_between_gives_its_sequence_and_its_expiry_to_nobody()
    {
        var spoilt = await _bench.ReachAsync("void");
        var next = _bench.Card((await _bench.OrderAsync()).Card);
        (next.Pan, next.Sequence, next.Expiry).ShouldBe((Old.Pan, "03", "3112"));
        _bench.Card(spoilt.Ticket.Card).State.ShouldBe(CardState.Void);
    }

    [Fact]
    public async Task A_card_that_was_itself_a_replacement_is_replaced_with_the_number_kept()
    {
        var first = await _bench.ReachAsync("active");
        var second = await _bench.ReachAsync("active", first.Ticket.Card, serial: 2);
        _bench.Card(second.Ticket.Card).Sequence.ShouldBe("03");
        _bench.Ask<string>("SELECT group_concat(sequence || state) FROM (SELECT * FROM card ORDER BY sequence)")
            .ShouldBe("01stopped,02stopped,03active");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_expiry_moved_beyond_the_issuers_certificate_is_refused_and_not_personalised(
        bool taken, bool ordered)
    {
        using var keys = IssuerKeys.From(_bench.Seed.Issuer, new DateOnly(2026, 11, 21));
        var end = keys.Scheme.Issuer.End;
        var last = $"{end:yyMM}";
        Rule(account => account with { KeepsNumber = true, Expiry = taken ? last : account.Expiry });
        await _bench.StopAsync();
        var years = _bench.Seed.Issuer.ValidYears;
        _bench.Time.Advance(end.AddYears(-years).ToDateTime(TimeOnly.MinValue) - _bench.Time.GetUtcNow().UtcDateTime);
        if (ordered)
            _bench.Card((await _bench.OrderAsync()).Card).Expiry.ShouldBe(last);
        else
            (await CentralBench.CodeOf(() => _bench.OrderAsync())).ShouldBe(StatusCode.FailedPrecondition);
    }

    [Theory]
    [InlineData("98", true)]
    [InlineData("99", false)]
    public async Task After_sequence_99_there_is_no_two_digit_one_left(string sequence, bool ordered)
    {
        Rule(account => account with { KeepsNumber = true, Sequence = sequence });
        await _bench.StopAsync();
        if (ordered)
            _bench.Card((await _bench.OrderAsync()).Card).Sequence.ShouldBe("99");
        else
            (await CentralBench.CodeOf(() => _bench.OrderAsync())).ShouldBe(StatusCode.FailedPrecondition);
        _bench.Ask<long>("SELECT count(*) FROM card").ShouldBe(ordered ? 2 : 1);
    }

    [Theory]
    [InlineData("3001", "pan, card.sequence")]
    [InlineData(InFiveYears, "pan, card.expiry")]
    public async Task The_schema_itself_refuses_a_second_card_with_the_same_sequence_or_expiry(
        string expiry, string named)
    {
        await _bench.StopAsync();
        await _bench.OrderAsync();
        var sequence = expiry == InFiveYears ? "03" : "02";
        var copy = $"""
            INSERT INTO card(card, account, pan, sequence, expiry, service_code, product, state, changed_at)
            SELECT 'copy', account, pan, '{sequence}', '{expiry}', service_code, product, 'active', 0
            FROM card WHERE card = '{CentralBench.OldCard}'
            """;
        Should.Throw<SqliteException>(() => _bench.Central.Database.Transact(work => work.Execute(copy)))
            .Message.ShouldContain(named);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, null)]
    public async Task The_banks_rule_decides_and_not_what_the_kiosk_asks_for(bool rule, bool asked, bool? kept)
    {
        Rule(account => account with { KeepsNumber = rule });
        await _bench.StopAsync();
        var order = _bench.Order();
        order.KeepNumber = asked;
        if (kept is null)
        {
            (await CentralBench.CodeOf(() => _bench.Commands.OrderCard(order, CentralBench.Call())))
                .ShouldBe(StatusCode.FailedPrecondition);
            return;
        }

        await _bench.Commands.OrderCard(order, CentralBench.Call());
        _bench.Ask<long>("SELECT count(DISTINCT pan) FROM card").ShouldBe(kept.Value ? 1 : 2);
    }

    [Fact]
    public async Task Of_two_cards_with_one_masked_number_the_kiosk_is_offered_only_the_living_one()
    {
        var issue = await _bench.ReachAsync("active");
        var accounts = (await _bench.Commands.LookUp(_bench.Who(), CentralBench.Call())).Accounts_;
        accounts.Select(a => a.Masked).Distinct().Count().ShouldBe(1);
        accounts.Where(a => a.State == "active" || a.Resumable).ShouldHaveSingleItem()
            .Card.ShouldBe(issue.Ticket.Card);
    }

    private CardRow Old => _bench.Card(CentralBench.OldCard);

    private void Rule(Func<SeedAccount, SeedAccount> account)
    {
        _bench.Dispose();
        _bench = new CentralBench(account);
    }

    /// <summary>Cryptogram key, CVV, iCVV and CVV2.</summary>
    private string[] ValuesOf(CardRow card)
    {
        var issuer = _bench.Seed.Issuer;
        var cvk = Convert.FromHexString(issuer.CvkA + issuer.CvkB);
        return
        [
            Convert.ToHexString(EmvKeys.OptionA(CentralBench.ImkAc(_bench.Seed), card.Pan, card.Sequence)),
            CardVerification.Cvv(cvk, card.Pan, card.Expiry, card.ServiceCode),
            CardVerification.Icvv(cvk, card.Pan, card.Expiry),
            CardVerification.Cvv2(cvk, card.Pan, card.Expiry, DateOrder.YearMonth),
        ];
    }
}
