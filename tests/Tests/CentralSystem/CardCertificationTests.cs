using System.Security.Cryptography;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Tlv;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>Central's part of offline data authentication: the scheme's certificate, and each card's own key.</summary>
public sealed class CardCertificationTests : IDisposable
{
    private static readonly DateOnly s_today = new(2026, 11, 21);
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void An_issuer_key_that_the_scheme_did_not_certify_ends_the_start()
    {
        using var other = RSA.Create(1152);
        var key = Convert.ToBase64String(other.ExportPkcs8PrivateKey());
        Starts(s => s with { IssuerKey = key }).Message.ShouldContain("another key's");
    }

    [Fact]
    public void A_certificate_with_one_changed_bit_ends_the_start() =>
        Starts(s => s with { IssuerRemainder = "00" + s.IssuerRemainder[2..] }).Message.ShouldContain("WrongHash");

    [Fact]
    public void A_scheme_key_past_its_last_day_ends_the_start() =>
        Starts(s => s with { CaEnd = "2026-11-20" }).Message.ShouldContain("Expired");

    [Fact]
    public void A_key_that_is_none_ends_the_start() => Starts(s => s with { IssuerKey = "AAAA" });

    [Theory]
    [InlineData("404142434445464748494A4B4C4D4E4F")]
    [InlineData("40404343454546464949" + "4A4A4C4C4F4F")]
    public void A_card_manager_key_that_everybody_knows_ends_the_start(string key) => Should
        .Throw<StartUpException>(() => IssuerKeys.From(_bench.Seed.Issuer with { CardManagerKey = key }, s_today))
        .Message.ShouldContain("test key");

    [Fact]
    public async Task A_card_that_would_outlive_the_issuers_certificate_is_not_ordered()
    {
        await _bench.StopAsync();
        _bench.Time.Advance(TimeSpan.FromDays(365 * 19));
        (await CentralBench.CodeOf(() => _bench.OrderAsync())).ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task The_terminal_is_told_the_schemes_key_and_both_interfaces()
    {
        var issue = await _bench.ReachAsync("bound");
        var expected = issue.Script!.Expected;
        var key = expected.SchemeKeys.ShouldHaveSingleItem();
        Convert.ToHexString(key.Modulus.Span).ShouldBe(_bench.Seed.Issuer.Scheme.CaModulus);
        expected.Sequence.ShouldBe("01");
        FileLocator.Parse(expected.Contactless.Afl.Span).Value.Length.ShouldBe(expected.Contactless.Records.Count);
    }

    [Fact]
    public async Task A_cards_key_stays_sealed_in_the_ledger_and_only_until_the_verdict()
    {
        var issue = await _bench.ReachAsync("bound");
        CertifiedCard.Parse(Seal().Open(KeyOf(issue.Ticket.Ticket), issue.Ticket.Ticket)).Ok.ShouldBeTrue();

        await _bench.Commands.Prove(_bench.Proof(issue), CentralBench.Call());
        KeyOf(issue.Ticket.Ticket).ShouldBeNull();
    }

    [Fact]
    public async Task A_void_cards_key_is_forgotten()
    {
        var issue = await _bench.ReachAsync("bound");
        await _bench.Commands.VoidCard(_bench.Spoilt(issue.Ticket), CentralBench.Call());
        KeyOf(issue.Ticket.Ticket).ShouldBeNull();
    }

    [Fact]
    public void A_sealed_key_opens_for_its_own_ticket_only()
    {
        var key = Seal().Seal([1, 2, 3], "ticket-1");
        Seal().Open(key, "ticket-1").ShouldBe([1, 2, 3]);
        Should.Throw<CryptographicException>(() => Seal().Open(key, "ticket-2"));
        key[20] ^= 1;
        Should.Throw<CryptographicException>(() => Seal().Open(key, "ticket-1"));
    }

    private TicketSeal Seal() => new(Convert.FromHexString(_bench.Seed.Issuer.StorageKey));

    private byte[]? KeyOf(string ticket) => _bench.Central.Database.Transact(work =>
        work.One<byte[]>("SELECT certified FROM ticket WHERE ticket = @ticket", new { ticket }));

    private StartUpException Starts(Func<SeedScheme, SeedScheme> change) => Should.Throw<StartUpException>(() =>
    {
        var issuer = _bench.Seed.Issuer;
        using var keys = IssuerKeys.From(issuer with { Scheme = change(issuer.Scheme) }, s_today);
    });
}
