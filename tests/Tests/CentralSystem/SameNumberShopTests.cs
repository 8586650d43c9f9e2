using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>A shop's question is about one card, also where two have one number (N15).</summary>
public sealed class SameNumberShopTests : IDisposable
{
    private readonly CentralBench _bench = new(account => account with { KeepsNumber = true });

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("ordered")]
    [InlineData("proved")]
    [InlineData("active")]
    public async Task The_old_card_is_declined_as_stopped_in_each_way_whatever_became_of_the_new_one(string state)
    {
        await _bench.ReachAsync(state);
        OldCard().Select(Answer).ShouldBe(Enumerable.Repeat((false, CentralBench.OldCard, "stopped"), 3));
    }

    [Fact]
    public async Task The_new_card_is_approved_in_each_way_once_it_is_active_and_not_before()
    {
        var issue = await _bench.ReachAsync("proved");
        NewCard(issue).Select(Answer).ShouldBe(Enumerable.Repeat((false, issue.Ticket.Card, "proved"), 3));
        await _bench.Commands.Activate(_bench.Taken(issue.Ticket), CentralBench.Call());
        NewCard(issue).Select(Answer).ShouldBe(Enumerable.Repeat((true, issue.Ticket.Card, ""), 3));
    }

    [Fact]
    public async Task The_old_chip_with_the_new_cards_sequence_has_the_wrong_key()
    {
        var issue = await _bench.ReachAsync("active");
        Answer(OldCard()[0] with { Sequence = issue.Chip.Sequence })
            .ShouldBe((false, issue.Ticket.Card, "cryptogram"));
    }

    [Fact]
    public async Task The_new_chip_with_the_old_cards_sequence_does_not_pass_for_the_old_card()
    {
        var issue = await _bench.ReachAsync("active");
        Answer(NewCard(issue)[0] with { Sequence = "01", Atc = 40 })
            .ShouldBe((false, CentralBench.OldCard, "cryptogram"));
    }

    [Fact]
    public async Task A_sequence_that_no_card_has_is_not_answered_for_the_card_with_the_number()
    {
        var issue = await _bench.ReachAsync("active");
        Answer(NewCard(issue)[0] with { Sequence = "03" }).Reason.ShouldBe("chip data");
    }

    [Fact]
    public async Task The_old_cards_high_counter_does_not_burn_the_new_cards()
    {
        var issue = await _bench.ReachAsync("active");
        Answer(OldCard(atc: 900)[0]).Reason.ShouldBe("stopped");
        Answer(NewCard(issue)[0]).Approved.ShouldBeTrue();
        _bench.Card(CentralBench.OldCard).Atc.ShouldBe(900);
    }

    [Fact]
    public async Task A_stripe_of_the_new_expiry_and_the_old_verification_value_is_no_cards()
    {
        var issue = await _bench.ReachAsync("active");
        var stripe = NewCard(issue)[1];
        Answer(stripe with { Track2 = stripe.Track2[..^3] + _bench.Person.Accounts[0].Cvv })
            .ShouldBe((false, issue.Ticket.Card, "stripe"));
    }

    [Fact]
    public async Task Old_and_new_cannot_be_mixed_when_only_the_number_is_given()
    {
        var issue = await _bench.ReachAsync("active");
        var (old, made) = (OldCard()[2], NewCard(issue)[2]);
        Answer(made with { Expiry = old.Expiry }).ShouldBe((false, issue.Ticket.Card, "number"));
        Answer(made with { Cvv2 = old.Cvv2 }).ShouldBe((false, issue.Ticket.Card, "number"));
    }

    [Fact]
    public async Task The_stripe_of_a_voided_card_does_not_pay_for_the_card_made_after_it()
    {
        var spoilt = await _bench.ReachAsync("bound");
        var stripe = NewCard(spoilt)[1];
        await _bench.Commands.VoidCard(_bench.Spoilt(spoilt.Ticket), CentralBench.Call());
        var issue = await _bench.ReachAsync("active", serial: 2);
        Answer(stripe).ShouldBe((false, spoilt.Ticket.Card, "void"));
        Answer(NewCard(issue)[1]).Approved.ShouldBeTrue();
    }

    /// <summary>By chip, by stripe, by number alone.</summary>
    private Authorisation[] OldCard(ushort atc = 30)
    {
        var card = _bench.Person.Accounts[0];
        return
        [
            TestChip.Purchase(card.Pan, Convert.FromHexString(card.Chip.UdkAc), atc),
            new Authorisation("stripe", Track2: card.Track2),
            new Authorisation("number", card.Pan, Expiry: card.Expiry, Cvv2: card.Cvv2),
        ];
    }

    private Authorisation[] NewCard(Issue issue)
    {
        var (pan, expiry) = (issue.Script!.Face.Pan, _bench.Card(issue.Ticket.Card).Expiry);
        var cvk = Convert.FromHexString(_bench.Seed.Issuer.CvkA + _bench.Seed.Issuer.CvkB);
        var cvv2 = CardVerification.Cvv2(cvk, pan, expiry, DateOrder.YearMonth);
        return
        [
            issue.Chip.Purchase(pan),
            new Authorisation("stripe", Track2: issue.Script.Tracks[1].ToStringUtf8()),
            new Authorisation("number", pan, Expiry: expiry, Cvv2: cvv2),
        ];
    }

    private (bool Approved, string Card, string Reason) Answer(Authorisation asked)
    {
        var approved = _bench.Central.Network.Authorise(asked);
        var card = _bench.Ask<string>("SELECT card FROM authorisation ORDER BY no DESC LIMIT 1");
        return (approved, card, _bench.Ask<string>("SELECT reason FROM authorisation ORDER BY no DESC LIMIT 1"));
    }
}
