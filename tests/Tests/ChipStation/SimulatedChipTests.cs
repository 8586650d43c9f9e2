using KioskSuite.Devices;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance;

namespace KioskSuite.Tests.ChipStation;

public sealed class SimulatedChipTests
{
    private static readonly byte[] s_arc = "00"u8.ToArray();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_blank_for_debit_has_the_ATR_of_its_stock() =>
        Convert.ToHexString(CardBench.Blank().Atr).ShouldBe("3B858131FE454B494F534BDB");

    [Fact]
    public void Another_stock_has_another_valid_ATR()
    {
        var atr = BlankKind.Wrong.Atr();

        Convert.ToHexString(atr).ShouldStartWith("3B858131FE454F54484552");
        atr.Skip(1).Aggregate((a, b) => (byte)(a ^ b)).ShouldBe((byte)0);
    }

    [Fact]
    public async Task A_blank_says_its_type_and_serial()
    {
        var blank = (await BlankReader.ReadAsync(new ChipInHand(CardBench.Blank()), Stop)).Value;

        blank.IcType.ShouldBe("5A4B");
        blank.ChipId.ShouldEndWith(CardBench.Serial);
        Convert.ToHexString(blank.CardData).ShouldContain("2A864886FC6B040215");
    }

    [Fact]
    public async Task A_blank_becomes_a_card_that_a_terminal_and_the_issuer_accept()
    {
        var (chip, evidence) = await PersonaliseAsync();
        using var application = CardBench.Application();

        CryptogramCheck.Verify(
            application.Suite, application.UdkAc, evidence.Aip, evidence.Cdol1Data, evidence.Atc, evidence.Iad,
            evidence.Arqc)
            .ShouldBeTrue();
        var arpc = ApplicationCryptogram.Arpc(application.UdkAc, evidence.Atc, evidence.Arqc, s_arc);
        (await TerminalCheck.CloseAsync(chip, evidence, (byte[])[.. arpc, .. s_arc], [], Stop)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_wrong_ARPC_is_refused_and_the_card_then_declines()
    {
        var (chip, evidence) = await PersonaliseAsync();

        var closed = await TerminalCheck.CloseAsync(chip, evidence, new byte[10], [], Stop);
        closed.Failure!.Said.ShouldContain("6300");
        byte[] second = [0x80, 0xAE, 0x40, 0, 34, .. new byte[34], 0];
        var answer = (await chip.TransmitAsync(second, Stop)).Value;
        answer.Success.ShouldBeTrue();
        (answer.Data.Span[2] & 0xC0).ShouldBe(0);
    }

    [Fact]
    public async Task A_finished_card_takes_no_second_personalisation()
    {
        var chip = CardBench.Blank();
        var hand = new ChipInHand(chip);
        (await ChipScript.RunAsync(hand, CardBench.Script(chip), Stop)).Ok.ShouldBeTrue();

        var again = await ChipScript.RunAsync(hand, CardBench.Script(chip), Stop);
        again.Failure!.Said.ShouldBe("command 1: 6985");
    }

    [Fact]
    public async Task The_counter_goes_up_with_each_transaction()
    {
        var (chip, evidence) = await PersonaliseAsync();
        using var application = CardBench.Application();
        var expected = CardBench.ExpectedOf(application);

        var next = (await TerminalCheck.RunAsync(chip, expected, CardBench.Purchase, Stop)).Value;
        next.Atc.ShouldBe((ushort)(evidence.Atc + 1));
        next.Arqc.ShouldNotBe(evidence.Arqc);
    }

    [Fact]
    public void A_card_issued_long_ago_gives_the_worked_cryptogram()
    {
        var udk = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        var chip = SimulatedChip.Personalised(BlankKind.PbocDual80K, "00000001", OldCard(udk));
        var terminal = Convert.FromHexString("0000000001000000000000000156000000000001562501010011223344");

        var (arqc, atc, iad, _) = chip.GenerateArqc(terminal);

        atc.ShouldBe((ushort)1);
        Convert.ToHexString(iad).ShouldBe("07010103A0000001");
        arqc.ShouldBe(ApplicationCryptogram.Compute(
            udk, terminal, [0x7C, 0], 1, [3, 0xA0, 0, 0]));
        chip.GenerateArqc(terminal).Atc.ShouldBe((ushort)2);
    }

    [Theory]
    [InlineData("80A80000028300", 0x9000)]
    [InlineData("80A8000003830100", 0x6A80)]
    [InlineData("80A80000028400", 0x6A80)]
    [InlineData("80AE80001D", 0x6985)]
    [InlineData("00B2010C00", 0x9000)]
    [InlineData("00B2020C00", 0x6A83)]
    [InlineData("00B2011400", 0x6A82)]
    [InlineData("80CA9F3600", 0x9000)]
    [InlineData("80CA9F1700", 0x9000)]
    [InlineData("80CA9F4F00", 0x6A88)]
    [InlineData("8050000008000000000000000000", 0x6D00)]
    public void A_selected_application_answers_as_the_standard_says(string command, int status)
    {
        var chip = SimulatedChip.Personalised(
            BlankKind.PbocDual80K, "00000001", OldCard(Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210")));
        chip.Send("00A4040008A00000033301010100").ShouldBe((ushort)0x9000);

        chip.Send(command).ShouldBe((ushort)status);
    }

    private static IssuedCard OldCard(byte[] udk) => new(
        udk,
        Convert.FromHexString("6212260001000123D36112200000000001"),
        PanSequence: 1,
        Aip: [0x7C, 0],
        Afl: [0x08, 1, 1, 0],
        Cdol1: Convert.FromHexString("9F02069F03069F1A0295055F2A029A039C019F3704"),
        Pdol: [],
        Records: new Dictionary<ushort, byte[]>());

    private static async Task<(ChipInHand Chip, TerminalEvidence Evidence)> PersonaliseAsync()
    {
        var chip = CardBench.Blank();
        var hand = new ChipInHand(chip);
        var run = await ChipScript.RunAsync(hand, CardBench.Script(chip), Stop);
        run.Ok.ShouldBeTrue(run.ToString());
        using var application = CardBench.Application();
        var expected = CardBench.ExpectedOf(application);
        var seen = await TerminalCheck.RunAsync(hand, expected, CardBench.Purchase, Stop);
        seen.Ok.ShouldBeTrue(seen.ToString());
        return (hand, seen.Value);
    }
}
