using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Products;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>Two versions of the issuer's masters: the second is in force from the day after the bench's.</summary>
public sealed class KeyVersionTests : IDisposable
{
    private static readonly KeyVersionProfile s_first = new("2020-01-01", 1, 1, DerivationOption.A);
    private static readonly KeyVersionProfile s_second = new("2026-11-22", 2, 1, DerivationOption.A);
    private CentralBench _bench = new(product: With(s_first, s_second));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Two_cards_ordered_a_day_apart_pay_on_the_same_day_each_under_its_own_masters()
    {
        var before = await _bench.ReachAsync("active");
        _bench.Time.Advance(TimeSpan.FromDays(1));
        var chip = new TestChip(_bench.Seed, 2) { KeyVersion = 1 };
        var after = await _bench.ReachAsync("active", "card-0002", chip: chip);

        Pay(before.Chip.Purchase(before.Script!.Face.Pan)).ShouldBeTrue();
        Pay(after.Chip.Purchase(after.Script!.Face.Pan)).ShouldBeTrue();
        _bench.Card(before.Ticket.Card).KeyIndex.ShouldBe(1);
        _bench.Card(after.Ticket.Card).KeyIndex.ShouldBe(2);
    }

    [Fact]
    public async Task The_first_card_of_new_masters_is_a_test_card_though_its_batch_was_tested()
    {
        await _bench.ReachAsync("active");
        _bench.Time.Advance(TimeSpan.FromDays(1));
        await _bench.ReachAsync("active", "card-0002", chip: new TestChip(_bench.Seed, 2) { KeyVersion = 1 });
        await _bench.ReachAsync("active", "card-0003", chip: new TestChip(_bench.Seed, 3) { KeyVersion = 1 });
        _bench.Ask<string>("SELECT group_concat(is_test) FROM card WHERE batch IS NOT NULL").ShouldBe("1,1,0");
    }

    [Fact]
    public async Task A_card_made_under_the_old_masters_on_a_day_of_the_new_ones_is_not_proved()
    {
        _bench.Time.Advance(TimeSpan.FromDays(1));
        var issue = await _bench.ReachAsync("bound");
        var verdict = await _bench.Commands.Prove(_bench.Proof(issue), CentralBench.Call());
        (verdict.Proved, verdict.Reason).ShouldBe((false, "key version"));
    }

    [Fact]
    public void A_card_that_names_another_index_is_declined_and_does_not_use_the_counter()
    {
        var card = _bench.Person.Accounts[0];
        var right = TestChip.Purchase(card.Pan, Convert.FromHexString(card.Chip.UdkAc), 17);
        Pay(right with { Iad = right.Iad[..2] + "02" + right.Iad[4..] }).ShouldBeFalse();
        LastReason.ShouldBe("chip data");
        Pay(right).ShouldBeTrue();
    }

    [Fact]
    public void A_card_whose_masters_the_issuer_has_no_more_is_declined_and_nothing_breaks()
    {
        var card = _bench.Person.Accounts[0];
        _bench.Central.Database.Transact(work => work.Execute("UPDATE card SET key_index = 9"));
        Pay(TestChip.Purchase(card.Pan, Convert.FromHexString(card.Chip.UdkAc), 17, keyIndex: 9)).ShouldBeFalse();
        LastReason.ShouldBe("key version");
    }

    [Fact]
    public async Task A_script_asked_for_again_after_the_midnight_of_the_change_is_the_same()
    {
        _bench.Time.Advance(_bench.Time.GetUtcNow().Date.AddDays(1) - _bench.Time.GetUtcNow().DateTime
            - TimeSpan.FromMinutes(1));
        var issue = await _bench.ReachAsync("bound");
        _bench.Time.Advance(TimeSpan.FromMinutes(2));

        (await _bench.Commands.Personalise(issue.Opened!, CentralBench.Call())).ShouldBe(issue.Script);
        (await _bench.Commands.Prove(_bench.Proof(issue), CentralBench.Call())).Proved.ShouldBeTrue();
    }

    [Fact]
    public async Task A_card_by_option_B_is_proved_and_still_pays_when_the_product_has_gone_back_to_A()
    {
        _bench.Dispose();
        _bench = new CentralBench(product: With(s_first with { Option = DerivationOption.B }));
        var chip = new TestChip(_bench.Seed) { Option = DerivationOption.B };
        var issue = await _bench.ReachAsync("active", chip: chip);

        using var keys = IssuerKeys.From(_bench.Seed.Issuer, DateOnly.MinValue);
        new CardNetwork(_bench.Central.Database, keys, _bench.Time)
            .Authorise(chip.Purchase(issue.Script!.Face.Pan)).ShouldBeTrue();
        _bench.Card(issue.Ticket.Card).Option.ShouldBe(DerivationOption.B);
    }

    [Fact]
    public void A_key_version_without_masters_ends_the_start_although_its_day_is_far() =>
        Starts(With(s_first, new KeyVersionProfile("2030-01-01", 0x1B, 1, DerivationOption.A))).ShouldContain("1B");

    [Fact]
    public void A_product_without_a_key_version_for_today_ends_the_start() =>
        Starts(With(s_second)).ShouldContain("in force");

    private string LastReason => _bench.Ask<string>("SELECT reason FROM authorisation ORDER BY no DESC LIMIT 1");

    private static ProductProfile With(params KeyVersionProfile[] versions) =>
        Products.Of("debit-classic") with { Keys = versions };

    private string Starts(ProductProfile product) => Should.Throw<StartUpException>(() => CentralServer.Open(
        Path.Combine(_bench.Folder, "other"), _bench.Seed, CentralFault.None, _bench.Time,
        new CardSupplies { ProductOf = _ => product })).Message;

    private bool Pay(Authorisation asked) => _bench.Central.Network.Authorise(asked);
}
