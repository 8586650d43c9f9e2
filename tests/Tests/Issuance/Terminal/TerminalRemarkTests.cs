using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Tests.Issuance.Terminal;

public sealed class TerminalRemarkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<TerminalRemarkCode> Codes =>
        [.. Enum.GetValues<TerminalRemarkCode>().Where(code => code != None)];

    [Fact]
    public async Task A_good_card_draws_no_remark_and_proves_its_key_on_both_interfaces()
    {
        using var card = new DualCard();
        var near = await ContactlessCheck.InspectAsync(card.Antenna, card.Expected, card.Terminal, Stop);
        near.Remarks.Select(r => r.ToString()).ShouldBeEmpty();
        near.Evidence!.Authentication.ShouldBe(OfflineAuthentication.Dynamic);
        var after = card.Terminal with { Before = near.Evidence.Trace };
        var chip = card.Contact;
        var contact = await TerminalCheck.InspectAsync(chip, card.Expected, after, Stop);
        contact.Remarks.Select(r => r.ToString()).ShouldBeEmpty();
        var seen = contact.ToOutcome().Value;
        (seen.Authentication, seen.LogEmpty, seen.StartAtc, seen.Atc)
            .ShouldBe((OfflineAuthentication.Combined, true, (ushort)1, (ushort)2));
        var udk = EmvKeys.OptionA(Samples.Issuer.Ac, Samples.Card.Pan, Samples.Card.Psn);
        CryptogramCheck.Verify(
            CryptoSuite.International, udk, seen.Aip, seen.Cdol1Data, seen.Atc, seen.Iad, seen.Arqc).ShouldBeTrue();
        CryptogramCheck.Verify(
            CryptoSuite.International,
            udk, near.Evidence.Aip, near.Evidence.TerminalData, near.Evidence.Atc, near.Evidence.Iad,
            near.Evidence.Arqc).ShouldBeTrue();
        byte[] code = "00"u8.ToArray();
        byte[] issuer = [.. ApplicationCryptogram.Arpc(udk, seen.Atc, seen.Arqc, code), .. code];
        (await TerminalCheck.CloseAsync(chip, seen, issuer, [], Stop)).Ok.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_remark_is_provoked_and_a_refusing_one_fails_the_check(TerminalRemarkCode code)
    {
        using var card = Provocations.Of(code);
        var contact = await TerminalCheck.InspectAsync(card.Contact, card.Expected, card.Terminal, Stop);
        var closed = await CloseAsync(card, contact);
        var before = contact.Evidence?.Trace;
        var near = await ContactlessCheck.InspectAsync(
            card.Antenna, card.Expected, card.Terminal with { Before = before }, Stop);
        TerminalRemark[] all = [.. contact.Remarks, .. near.Remarks, .. closed];
        all.Select(r => r.Code).ShouldContain(code);
        var failed = contact.Failure ?? near.Failure;
        if (TerminalVocabulary.All[code].Severity == RemarkSeverity.Refuses && code != NoTransactionCertificate)
        {
            failed!.Fault.ShouldBe(DeviceFault.CheckFailed);
            failed.Said.ShouldBe(all.First(r => r.Severity == RemarkSeverity.Refuses).ToString());
        }
        else
        {
            failed.ShouldBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_remark_tells_a_number_of_the_card(TerminalRemarkCode code) =>
        TerminalVocabulary.All[code].Words.ShouldNotContain("62123");

    [Fact]
    public async Task Several_faults_are_all_told()
    {
        using var card = new DualCard(c =>
        {
            c.Objects[EmvTag.UsageControl] = [0, 0];
            c.Objects[EmvTag.ExpiryDate] = [0x49, 0x12, 0x31];
            c.Objects[EmvTag.CaKeyIndex] = [9];
        });
        var report = await TerminalCheck.InspectAsync(card.Contact, card.Expected, card.Terminal, Stop);
        TerminalRemarkCode[] told = [ExpiryDiffers, CaKeyUnknown, UsageForbidsPurchase, UsageForbidsCash];
        told.ShouldBeSubsetOf(report.Remarks.Select(r => r.Code));
    }

    [Fact]
    public async Task A_copy_without_the_key_is_caught_though_every_record_is_right()
    {
        using var other = RsaPrivateKey.Generate(1024);
        using var card = new DualCard(spoil: c => c.Key = other);
        var contact = await TerminalCheck.InspectAsync(card.Contact, card.Expected, card.Terminal, Stop);
        contact.Remarks.Select(r => r.Code).ShouldBe([DynamicSignatureWrong]);
        using var mute = new DualCard(spoil: c => c.Instead = command => command.Ins == 0x88 ? [0x6D, 0x00] : null);
        var refused = await TerminalCheck.InspectAsync(mute.Contact, mute.Expected, mute.Terminal, Stop);
        refused.Failure!.Said.ShouldStartWith("INTERNAL AUTHENTICATE 6D00");
    }

    [Fact]
    public async Task Certificates_of_another_card_or_in_each_others_place_do_not_verify()
    {
        using var other = new DualCard(c => c.Objects[EmvTag.PanSequence] = [1]);
        using var card = new DualCard(c => c.Objects[EmvTag.IccCertificate] = other.Objects[EmvTag.IccCertificate]);
        (await RemarksOf(card)).ShouldBe(["9F46 WrongHash: the card's certificate does not verify"]);
        using var named = new DualCard(c => c.Pan = "6212345678901234577");
        named.Expected = named.Expected with { Pan = Samples.Card.Pan };
        (await RemarksOf(named)).ShouldBe(["9F46 WrongPan: the card's certificate does not verify"]);
        using var swapped = new DualCard(c =>
        {
            c.Objects[EmvTag.IssuerCertificate] = other.Objects[EmvTag.IccCertificate];
            c.Objects[EmvTag.IccCertificate] = other.Objects[EmvTag.IssuerCertificate];
        });
        (await RemarksOf(swapped)).ShouldBe(["90 WrongLength: the issuer's certificate does not verify"]);
    }

    [Fact]
    public async Task A_cryptogram_of_another_key_is_not_the_cards_on_either_interface()
    {
        using var card = new DualCard();
        var wrong = EmvKeys.OptionA(Samples.Issuer.Mac, Samples.Card.Pan, Samples.Card.Psn);
        var contact = (await TerminalCheck.RunAsync(card.Contact, card.Expected, card.Terminal, Stop)).Value;
        var near = (await ContactlessCheck.RunAsync(card.Antenna, card.Expected, card.Terminal, Stop)).Value;
        CryptogramCheck.Verify(
            CryptoSuite.International, wrong, contact.Aip, contact.Cdol1Data, contact.Atc, contact.Iad, contact.Arqc)
            .ShouldBeFalse();
        CryptogramCheck.Verify(
            CryptoSuite.International, wrong, near.Aip, near.TerminalData, near.Atc, near.Iad, near.Arqc)
            .ShouldBeFalse();
    }

    [Fact]
    public async Task Without_scheme_keys_the_certificates_are_not_checked_and_the_card_passes()
    {
        using var card = new DualCard(c => c.SchemeKeys = []);
        var report = await TerminalCheck.InspectAsync(card.Contact, card.Expected, card.Terminal, Stop);
        report.ToOutcome().Value.Authentication.ShouldBe(OfflineAuthentication.NotChecked);
        report.ToOutcome().Value.Cdol1Data[14].ShouldBe((byte)0x80);
    }

    [Fact]
    public void Any_answers_on_either_interface_end_in_a_report() => Prop.ForAll<byte[][], byte>((answers, from) =>
    {
        using var card = new DualCard();
        var next = 0;
        card.Instead = _ => next++ < from % 24 || answers.Length == 0 ? null : answers[next % answers.Length] ?? [];
        var contact = TerminalCheck.InspectAsync(card.Contact, card.Expected, card.Terminal, CancellationToken.None);
        next = 0;
        var near = ContactlessCheck.InspectAsync(card.Antenna, card.Expected, card.Terminal, CancellationToken.None);
        return contact.IsCompletedSuccessfully && near.IsCompletedSuccessfully;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task One_changed_byte_anywhere_in_any_answer_never_throws()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            using var card = new DualCard();
            var (at, step) = (random.Next(14), 0);
            var chip = new ScriptedChip(
                bytes => step++ == at ? Changed(card, bytes, random) : card.Reply(bytes, false));
            var report = await TerminalCheck.InspectAsync(chip, card.Expected, card.Terminal, Stop);
            report.Remarks.Count.ShouldBeLessThan(200);
        }
    }

    private static async Task<string[]> RemarksOf(DualCard card)
    {
        var report = await TerminalCheck.InspectAsync(card.Contact, card.Expected, card.Terminal, Stop);
        return [.. report.Remarks.Select(r => r.ToString())];
    }

    private static Outcome<ResponseApdu> Changed(DualCard card, byte[] bytes, Random random)
    {
        var answer = card.Reply(bytes, false).Value;
        var data = answer.Data.ToArray();
        if (data.Length > 0)
        {
            data[random.Next(data.Length)] = (byte)random.Next(256);
        }

        return new ResponseApdu(data, answer.StatusWord);
    }

    private static async Task<TerminalRemark[]> CloseAsync(DualCard card, TerminalReport<TerminalEvidence> contact)
    {
        if (contact.Evidence is null || contact.Failure is not null)
        {
            return [];
        }

        var accepting = new ScriptedChip(
            bytes => bytes[1] == 0x82 ? ScriptedChip.Hex("9000") : card.Reply(bytes, false));
        var closed = await TerminalCheck.CloseAsync(accepting, contact.Evidence, new byte[10], [], Stop);
        return closed.Failure?.Said == new TerminalRemark(NoTransactionCertificate, "9F27").ToString()
            ? [new TerminalRemark(NoTransactionCertificate, "9F27")]
            : [];
    }
}
