using Google.Protobuf;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>One MACed command on a test card per batch tells exchanged keys, which no terminal sees.</summary>
public sealed class TestCardTests : IDisposable
{
    private const byte Other = 9;
    private const string OtherStock = "PBOC-DUAL-80K-S16";
    private readonly CentralBench _bench = new();
    private byte _serial;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_first_card_of_a_batch_gets_a_harmless_command_under_its_own_MAC_key()
    {
        var issue = await BindAsync("card-0001", new TestChip(_bench.Seed) { Atc = 7 });
        var proof = _bench.Proof(issue);
        var verdict = await _bench.Commands.Prove(proof, CentralBench.Call());
        var command = verdict.IssuerScript.ShouldHaveSingleItem().ToByteArray();
        var master = Convert.FromHexString(_bench.Seed.Issuer.KeyVersions[0].ImkMac);
        var udk = EmvKeys.OptionA(master, issue.Script!.Face.Pan, "01");
        IssuerScript.Open(CryptoSuite.International, udk, 7, proof.Arqc.Span, command).Value.ShouldBe([0]);
        Convert.ToHexString(command).ShouldStartWith("04DA9F14" + "05" + "00");
    }

    [Fact]
    public async Task Once_a_test_card_is_active_no_other_of_its_batch_is_one_even_after_it_was_stopped()
    {
        var first = await ProveAsync("card-0001");
        await _bench.Commands.Activate(_bench.Taken(first.Issue.Ticket), CentralBench.Call());
        (first.IsTest, (await ProveAsync("card-0002")).IsTest).ShouldBe((true, false));
        await _bench.StopAsync(first.Issue.Ticket.Card);
        (await ProveAsync("card-0003")).IsTest.ShouldBeFalse();
        _bench.Ask<string>("SELECT group_concat(batch || '=' || is_test) FROM card WHERE batch IS NOT NULL")
            .ShouldBe(string.Join(
                ',', new[] { 1, 0, 0 }.Select(test => $"{first.Issue.Chip.Stock.Code} 0000 01={test}")));
    }

    [Fact]
    public async Task A_test_card_that_is_not_active_yet_or_was_spoilt_is_followed_by_another()
    {
        var first = await ProveAsync("card-0001");
        (await ProveAsync("card-0002")).IsTest.ShouldBeTrue("nothing is known of the first");
        await _bench.Commands.VoidCard(_bench.Spoilt(first.Issue.Ticket), CentralBench.Call());
        (await ProveAsync("card-0001")).IsTest.ShouldBeTrue("the first is void");
    }

    [Fact]
    public async Task An_active_card_that_was_no_test_card_tells_nothing_of_its_batch()
    {
        await ActivateAsync("card-0001");
        await ActivateAsync("card-0002");
        _bench.Central.Database.Transact(work => work.Execute("UPDATE card SET state = 'void' WHERE is_test = 1"));
        (await ProveAsync("card-0003")).IsTest.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, null, false)]
    [InlineData(Other, null, true)]
    [InlineData(0, OtherStock, true)]
    public async Task Each_batch_of_each_stock_has_its_own_test_card(byte batch, string? stock, bool test)
    {
        await ActivateAsync("card-0001");
        var chip = new TestChip(_bench.Seed, serial: 8) { Batch = batch, StockCode = stock };
        (await ProveAsync("card-0002", chip)).IsTest.ShouldBe(test);
    }

    [Fact]
    public async Task The_same_proof_again_gets_the_same_command_and_a_card_not_proved_gets_none()
    {
        var issue = await BindAsync("card-0001", new TestChip(_bench.Seed));
        var proof = _bench.Proof(issue);
        var verdict = await _bench.Commands.Prove(proof, CentralBench.Call());
        (await _bench.Commands.Prove(proof, CentralBench.Call())).ShouldBe(verdict);
        verdict.IssuerScript.Count.ShouldBe(1);

        var bad = _bench.Proof(await BindAsync("card-0002", new TestChip(_bench.Seed, serial: 2)));
        bad.Arqc = ByteString.CopyFrom(new byte[8]);
        (await _bench.Commands.Prove(bad, CentralBench.Call())).IssuerScript.ShouldBeEmpty();
        _bench.Ask<long>("SELECT count(*) FROM card WHERE is_test = 1").ShouldBe(1);
    }

    private async Task ActivateAsync(string card)
    {
        var (issue, _) = await ProveAsync(card);
        await _bench.Commands.Activate(_bench.Taken(issue.Ticket), CentralBench.Call());
    }

    private async Task<(Issue Issue, bool IsTest)> ProveAsync(string card, TestChip? chip = null)
    {
        var issue = await BindAsync(card, chip ?? new TestChip(_bench.Seed, ++_serial));
        var verdict = await _bench.Commands.Prove(_bench.Proof(issue), CentralBench.Call());
        verdict.Proved.ShouldBeTrue();
        return (issue, verdict.IssuerScript.Count == 1);
    }

    private async Task<Issue> BindAsync(string card, TestChip chip)
    {
        await _bench.StopAsync(card);
        var ticket = await _bench.OrderAsync(card: card);
        var opened = _bench.Opened(ticket, chip);
        return new Issue(ticket, chip, opened, await _bench.Commands.Personalise(opened, CentralBench.Call()));
    }
}
