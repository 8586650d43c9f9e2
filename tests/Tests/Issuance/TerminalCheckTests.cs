using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance;

public sealed class TerminalCheckTests
{
    private const string Aid = "A000000333010101";
    private const string Pse = "315041592E5359532E4444463031";
    private const string Ppse = "325041592E5359532E4444463031";
    private readonly DebitApplication _application = Samples.Application();
    private readonly FinishedCard _card;

    public TerminalCheckTests() => _card = new FinishedCard(_application);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ExpectedApplication Expected => Samples.ExpectedOf(_application);

    [Fact]
    public async Task A_finished_card_passes_and_central_proves_its_cryptogram_and_closes_it()
    {
        var chip = _card.Chip;
        var seen = (await TerminalCheck.RunAsync(chip, Expected, Samples.Terminal, Stop)).Value;
        seen.Records.Select(r => Convert.ToHexString(r.Sha256))
            .ShouldBe(Expected.Records.Select(r => Convert.ToHexString(r.Sha256)));
        seen.Cdol1Data[..29].ShouldBeHex("000000000001000000000000015680000000000156260801" + "00" + "11223344");
        (seen.Cid, seen.Atc).ShouldBe(((byte)0x80, (ushort)1));
        CryptogramCheck.Verify(
            _application.Suite, _application.UdkAc, seen.Aip, seen.Cdol1Data, seen.Atc, seen.Iad, seen.Arqc)
            .ShouldBeTrue();

        byte[] code = "00"u8.ToArray();
        byte[] issuer = [.. ApplicationCryptogram.Arpc(_application.UdkAc, seen.Atc, seen.Arqc, code), .. code];
        (await TerminalCheck.CloseAsync(chip, seen, issuer, [], Stop)).Ok.ShouldBeTrue();
        Convert.ToHexString(chip.Sent[^2]).ShouldStartWith("008200000A");
        Convert.ToHexString(chip.Sent[^1]).ShouldStartWith("80AE400022" + "3030" + "000000000001");
    }

    [Fact]
    public async Task One_changed_bit_anywhere_makes_the_cryptogram_false()
    {
        var seen = (await TerminalCheck.RunAsync(_card.Chip, Expected, Samples.Terminal, Stop)).Value;
        bool Verify(byte[] aip, byte[] data, ushort atc, byte[] iad, byte[] arqc) =>
            CryptogramCheck.Verify(_application.Suite, _application.UdkAc, aip, data, atc, iad, arqc);
        Verify(Flipped(seen.Aip, 0), seen.Cdol1Data, seen.Atc, seen.Iad, seen.Arqc).ShouldBeFalse();
        Verify(seen.Aip, Flipped(seen.Cdol1Data, 28), seen.Atc, seen.Iad, seen.Arqc).ShouldBeFalse();
        Verify(seen.Aip, seen.Cdol1Data, (ushort)(seen.Atc + 1), seen.Iad, seen.Arqc).ShouldBeFalse();
        Verify(seen.Aip, seen.Cdol1Data, seen.Atc, Flipped(seen.Iad, 4), seen.Arqc).ShouldBeFalse();
        Verify(seen.Aip, seen.Cdol1Data, seen.Atc, seen.Iad, Flipped(seen.Arqc, 7)).ShouldBeFalse();
        Verify(seen.Aip, seen.Cdol1Data, seen.Atc, seen.Iad[..7], seen.Arqc).ShouldBeFalse();
        Verify([], [], 0, [], []).ShouldBeFalse();
    }

    [Fact]
    public async Task One_changed_bit_in_any_record_fails_the_check()
    {
        foreach (var file in Expected.Records.Select(r => (ushort)r.FileAndRecord))
        {
            var good = _card.Groups[Aid][file];
            _card.Groups[Aid][file] = Flipped(good, good.Length - 1);
            var chip = _card.Chip;
            await ShouldFail(chip, DeviceFault.CheckFailed);
            chip.Sent.ShouldNotContain(c => c[1] == 0xAE);
            _card.Groups[Aid][file] = good;
        }
    }

    [Fact]
    public async Task A_record_beyond_the_expected_ones_fails_the_check() => (await TerminalCheck.RunAsync(
        _card.Chip, Expected with { Records = [.. Expected.Records, new RecordDigest(0x0302, new byte[32])] },
        Samples.Terminal, Stop)).Failure!.Fault.ShouldBe(DeviceFault.CheckFailed);

    [Theory]
    [InlineData(Pse)]
    [InlineData(Ppse)]
    [InlineData(Aid)]
    public async Task A_missing_applet_is_refused(string name)
    {
        _card.Groups.Remove(name);
        await ShouldFail(_card.Chip, DeviceFault.ChipRefused);
    }

    [Theory]
    [InlineData(Pse, 0x0101)]
    [InlineData(Ppse, 0x9102)]
    public async Task A_directory_that_lists_another_application_fails_the_check(string name, int group)
    {
        var value = _card.Groups[name][(ushort)group];
        var at = value.AsSpan().IndexOf(Convert.FromHexString(Aid));
        _card.Groups[name][(ushort)group] = Flipped(value, at + 7);
        await ShouldFail(_card.Chip, DeviceFault.CheckFailed);
    }

    [Fact]
    public async Task A_file_locator_that_names_255_records_reads_none_of_them()
    {
        var afl = Convert.FromHexString("0801FF00");
        _card.Groups[Aid][DgiTag.ProcessingOptions] =
            [.. BerTlv.Build(EmvTag.Aip, Expected.Aip), .. BerTlv.Build(EmvTag.Afl, afl)];
        await ShouldFail(_card.Chip, DeviceFault.CheckFailed);
        var chip = _card.Chip;
        var trusted = await TerminalCheck.RunAsync(chip, Expected with { Afl = afl }, Samples.Terminal, Stop);
        trusted.Failure!.ShouldBe(new Failure(DeviceFault.Garbage, "AFL"));
        chip.Sent.Count(c => c[1] == 0xB2).ShouldBe(2, "one of the directory, one of the log");
    }

    [Theory]
    [InlineData("8003000101")]
    [InlineData("")]
    [InlineData("77")]
    [InlineData("770482021C00")]
    [InlineData("770E82021C00940808010100100102FF")]
    public async Task Processing_options_that_cannot_be_are_garbage(string answer)
    {
        var chip = new ScriptedChip(c => c[1] == 0xA8 ? ScriptedChip.Hex(answer + "9000") : _card.Answer(c));
        var failure = (await TerminalCheck.RunAsync(chip, Expected, Samples.Terminal, Stop)).Failure!;
        failure.Fault.ShouldBeOneOf(DeviceFault.Garbage, DeviceFault.CheckFailed);
    }

    [Theory]
    [InlineData("8012" + "00" + "0001" + "0102030405060708" + "07010103A00000" + "9000", DeviceFault.CheckFailed)]
    [InlineData("8003800001" + "9000", DeviceFault.Garbage)]
    [InlineData("770A9F2701809F3602000190" + "00", DeviceFault.Garbage)]
    [InlineData("6985", DeviceFault.ChipRefused)]
    [InlineData("61FF", DeviceFault.Garbage)]
    public async Task An_answer_that_is_no_request_cryptogram_fails(string answer, DeviceFault fault)
    {
        var chip = new ScriptedChip(c => c[1] is 0xAE or 0xC0 ? ScriptedChip.Hex(answer) : _card.Answer(c));
        await ShouldFail(chip, fault);
    }

    [Fact]
    public async Task A_chip_pulled_at_any_command_keeps_its_fault()
    {
        var whole = _card.Chip;
        await TerminalCheck.RunAsync(whole, Expected, Samples.Terminal, Stop);
        for (var cut = 0; cut < whole.Sent.Count; cut++)
        {
            var (card, count) = (new FinishedCard(_application), 0);
            var chip = new ScriptedChip(c => count++ == cut ? DeviceFault.ChipRemoved : card.Answer(c));
            await ShouldFail(chip, DeviceFault.ChipRemoved);
            chip.Sent.Count.ShouldBe(cut + 1);
        }
    }

    [Fact]
    public async Task A_wrong_answer_of_the_issuer_is_refused_by_the_card()
    {
        var chip = _card.Chip;
        var seen = (await TerminalCheck.RunAsync(chip, Expected, Samples.Terminal, Stop)).Value;
        async Task<DeviceFault> Close(int length) =>
            (await TerminalCheck.CloseAsync(chip, seen, new byte[length], [], Stop)).Failure!.Fault;
        (await Close(10)).ShouldBe(DeviceFault.ChipRefused);
        (await Close(8)).ShouldBe(DeviceFault.Garbage);
    }

    [Fact]
    public async Task A_script_goes_to_the_card_between_the_issuers_answer_and_the_last_cryptogram()
    {
        var chip = new ScriptedChip(c => c[1] == 0xDA ? ScriptedChip.Hex("9000") : _card.Answer(c));
        var (seen, issuer) = await ApprovedAsync(chip);
        ReadOnlyMemory<byte>[] script = [new byte[] { 4, 0xDA, 1, 1, 4, 1, 2, 3, 4 }, new byte[] { 4, 0xDA, 2, 0 }];
        (await TerminalCheck.CloseAsync(chip, seen, issuer, script, Stop)).Ok.ShouldBeTrue();
        chip.Sent.TakeLast(4).Select(c => c[1]).ShouldBe([0x82, 0xDA, 0xDA, 0xAE]);
        chip.Sent[^3].ShouldBe(script[0].ToArray());
        chip.Sent[^2].ShouldBe(script[1].ToArray());
    }

    [Theory]
    [InlineData("6988")]
    [InlineData("6985")]
    [InlineData("6200")]
    public async Task A_script_command_that_is_not_answered_9000_is_refused_and_the_transaction_left(string answer)
    {
        var chip = new ScriptedChip(c => c[1] == 0xDA ? ScriptedChip.Hex(answer) : _card.Answer(c));
        var (seen, issuer) = await ApprovedAsync(chip);
        ReadOnlyMemory<byte>[] script = [new byte[] { 4, 0xDA, 1, 1, 4, 1, 2, 3, 4 }, new byte[] { 4, 0xDA, 2, 0 }];
        (await TerminalCheck.CloseAsync(chip, seen, issuer, script, Stop)).Failure!
            .ShouldBe(new Failure(DeviceFault.ChipRefused, $"issuer script: {answer}"));
        chip.Sent[^1].ShouldBe(script[0].ToArray());
    }

    [Fact]
    public void Any_answers_end_in_a_typed_failure_within_bounds() => Prop.ForAll<byte[][], byte>((answers, from) =>
    {
        var next = 0;
        var chip = new ScriptedChip(c => next++ < from % 12 || answers.Length == 0
            ? _card.Answer(c)
            : ResponseApdu.Parse(answers[next % answers.Length] ?? []));
        var run = TerminalCheck.RunAsync(chip, Expected, Samples.Terminal, CancellationToken.None);
        return run.IsCompletedSuccessfully && chip.Sent.Count < 1000;
    }).QuickCheckThrowOnFailure();

    private async Task<(TerminalEvidence Seen, byte[] Issuer)> ApprovedAsync(ScriptedChip chip)
    {
        var seen = (await TerminalCheck.RunAsync(chip, Expected, Samples.Terminal, Stop)).Value;
        byte[] code = "00"u8.ToArray();
        return (seen, [.. ApplicationCryptogram.Arpc(_application.UdkAc, seen.Atc, seen.Arqc, code), .. code]);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }

    private async Task ShouldFail(ScriptedChip chip, DeviceFault fault) =>
        (await TerminalCheck.RunAsync(chip, Expected, Samples.Terminal, Stop)).Failure!.Fault.ShouldBe(fault);
}
