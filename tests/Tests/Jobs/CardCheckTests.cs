using KioskSuite.Devices;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Jobs.Issue;
using KioskSuite.Tests.Issuance;
using KioskSuite.Tests.Issuance.Terminal;

namespace KioskSuite.Tests.Jobs;

public sealed class CardCheckTests : IDisposable
{
    private static readonly IssuePermit s_permit =
        new("T-1", new HashSet<string>(), new HashSet<string>(), new byte[16]);

    private readonly DualCard _card = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _card.Dispose();

    [Fact]
    public async Task A_kiosk_without_an_antenna_checks_by_contact_alone()
    {
        var seen = (await new CardCheck(_card.Contact, null).RunAsync(_card.Expected, _card.Terminal, Stop)).Value;
        (seen.Contactless, seen.Contact.Atc).ShouldBe((null, (ushort)1));
    }

    [Fact]
    public async Task A_card_without_the_interface_is_not_asked_for_it()
    {
        var antenna = _card.Antenna;
        var check = new CardCheck(_card.Contact, antenna);
        var expected = _card.Expected with { Contactless = null };
        (await check.RunAsync(expected, _card.Terminal, Stop)).Value.Contactless.ShouldBeNull();
        antenna.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Both_interfaces_are_seen_and_the_contact_transaction_stays_open_to_be_closed()
    {
        var check = new CardCheck(_card.Contact, _card.Antenna);
        var seen = (await check.RunAsync(_card.Expected, _card.Terminal, Stop)).Value;
        (seen.Contactless!.Atc, seen.Contact.Atc).ShouldBe(((ushort)1, (ushort)2));
        var proof = Proofs.Of(s_permit, [], seen.Contactless, seen.Contact);
        (proof.Terminal.Authentication, proof.Terminal.Contactless.Authentication).ShouldBe(("Combined", "Dynamic"));
        (proof.Terminal.StartAtc, proof.Terminal.LogEmpty).ShouldBe((1u, true));
        proof.Terminal.Contactless.Records.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_antenna_that_finds_no_card_fails_the_check_and_nothing_is_asked_by_contact()
    {
        var contact = _card.Contact;
        var antenna = new ScriptedChip(_ => DeviceFault.ChipMute) { Atr = DeviceFault.ChipMute };
        var seen = await new CardCheck(contact, antenna).RunAsync(_card.Expected, _card.Terminal, Stop);
        seen.Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
        contact.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_remark_stands_in_the_proof_as_code_and_place()
    {
        using var card = new DualCard(c => c.SchemeKeys = []);
        var evidence = (await TerminalCheck.RunAsync(card.Contact, card.Expected, card.Terminal, Stop)).Value;
        Proofs.Of(s_permit, [], null, evidence).Terminal.Remarks
            .ShouldBe(["NoSchemeKeys 8F"]);
    }
}
