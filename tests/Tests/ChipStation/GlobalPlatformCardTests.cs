using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The simulated card as a GlobalPlatform card, and whole scripts on it by each channel.</summary>
public sealed class GlobalPlatformCardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PBOC-DUAL-80K", ChannelKind.Scp02, 0x03, false)]
    [InlineData("PBOC-DUAL-80K-SCP03", ChannelKind.Scp03S8, 0x33, false)]
    [InlineData("PBOC-DUAL-80K-S16", ChannelKind.Scp03S16, 0x33, false)]
    [InlineData("PBOC-SM-80K", ChannelKind.Scp02, 0x03, false)]
    [InlineData("PBOC-DUAL-80K", ChannelKind.Scp02, 0x03, true)]
    [InlineData("PBOC-DUAL-80K-SCP03", ChannelKind.Scp03S8, 0x33, true)]
    public async Task Each_blank_becomes_a_secured_card_that_both_terminals_accept_without_a_remark(
        string code, ChannelKind channel, byte level, bool isT0)
    {
        var chip = CardBench.Blank(BlankKind.Of(code) with { IsT0 = isT0 });
        var hand = new ChipInHand(chip);
        var opened = await ChipScript.OpenAsync(hand, CardBench.HostChallenge, Stop);
        using var script = CardBench.Write(InitializeUpdateAnswer.Parse(opened.Value).Value).Value;
        (script.Channel, (byte)script.Level).ShouldBe((channel, level));

        var run = await ChipScript.RunAsync(hand, script.Commands, Stop);
        run.Ok.ShouldBeTrue(run.ToString());
        script.WhyNot([.. run.Value.Select(a => (ReadOnlyMemory<byte>)a)]).ShouldBeNull();
        using var application = CardBench.Application();
        var expected = CardBench.ExpectedOf(application);
        var antenna = new ChipInHand(chip, CardInterface.Contactless);
        var near = await ContactlessCheck.InspectAsync(antenna, expected, CardBench.Purchase, Stop);
        near.Remarks.ShouldBeEmpty();
        near.Evidence!.Authentication.ShouldBe(OfflineAuthentication.Dynamic);
        var after = CardBench.Purchase with { Before = near.Evidence.Trace };
        var seen = await TerminalCheck.InspectAsync(hand, expected, after, Stop);
        seen.Remarks.ShouldBeEmpty();
        seen.Evidence!.Authentication.ShouldBe(OfflineAuthentication.Combined);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(-1)]
    public async Task A_changed_answer_of_a_protected_script_is_found_afterwards(int at)
    {
        var hand = new ChipInHand(CardBench.Blank(BlankKind.Scp03));
        var opened = await ChipScript.OpenAsync(hand, CardBench.HostChallenge, Stop);
        using var script = CardBench.Write(InitializeUpdateAnswer.Parse(opened.Value).Value).Value;
        var answers = (await ChipScript.RunAsync(hand, script.Commands, Stop)).Value.ToList();
        answers[at < 0 ? answers.Count + at : at][0] ^= 1;
        script.WhyNot([.. answers.Select(a => (ReadOnlyMemory<byte>)a)]).ShouldBe("response-mac");
    }

    [Fact]
    public async Task After_a_wrong_cryptogram_the_chip_is_asked_nothing_more()
    {
        var chip = CardBench.Blank(flaws: new ChipFlaws { WrongCryptogram = true });
        var opened = await ChipScript.OpenAsync(new ChipInHand(chip), CardBench.HostChallenge, Stop);
        var sent = chip.Commands;
        var script = CardBench.Write(InitializeUpdateAnswer.Parse(opened.Value).Value);
        script.Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine);
        (sent, chip.Commands).ShouldBe((2, 2));
    }

    [Fact]
    public async Task A_card_that_wants_16_bytes_is_asked_once_more_and_no_other_is()
    {
        var s16 = CardBench.Blank(BlankKind.Scp03S16);
        (await ChipScript.OpenAsync(new ChipInHand(s16), CardBench.HostChallenge, Stop)).Value.Length.ShouldBe(48);
        s16.Commands.ShouldBe(3);
        var s8 = CardBench.Blank(BlankKind.Scp03);
        await ChipScript.OpenAsync(new ChipInHand(s8), CardBench.HostChallenge, Stop);
        s8.Commands.ShouldBe(2);
        var brief = await ChipScript.OpenAsync(
            new ChipInHand(CardBench.Blank(BlankKind.Scp03S16)), CardBench.HostChallenge.AsMemory(0, 8), Stop);
        brief.Failure!.Said.ShouldContain("6700");
    }

    [Fact]
    public void Entries_come_in_parts_when_the_card_says_6310()
    {
        var (chip, session) = Opened(new ChipFlaws { EntriesPerAnswer = 2 });
        var first = Send(chip, session, GlobalPlatformFrames.GetStatus(GlobalPlatformFrames.Applications));
        var second = Send(chip, session, GlobalPlatformFrames.GetStatus(GlobalPlatformFrames.Applications, next: true));
        (first.StatusWord, second.StatusWord).ShouldBe((GlobalPlatformFrames.MoreEntries, (ushort)0x9000));
        CardRegistry.Parse(first.Data).Value.Concat(CardRegistry.Parse(second.Data).Value).Select(e => e.LifeCycle)
            .ShouldBe([RegistryEntry.Selectable, RegistryEntry.Selectable, RegistryEntry.Selectable]);
    }

    [Theory]
    [InlineData("07,0F", "9000,9000")]
    [InlineData("0F", "6985")]
    [InlineData("07,07", "9000,6985")]
    [InlineData("07,0F,07", "9000,9000,6985")]
    [InlineData("07,0F,7F,0F", "9000,9000,9000,9000")]
    [InlineData("FF", "9000")]
    public void A_cards_life_goes_forward_one_step_at_a_time(string states, string answers)
    {
        var (chip, session) = Opened();
        states.Split(',')
            .Select(s => GlobalPlatformFrames.SetCardStatus(Convert.FromHexString(s)[0]))
            .Select(command => $"{Send(chip, session, command).StatusWord:X4}")
            .ShouldBe(answers.Split(','));
    }

    [Fact]
    public void A_terminated_card_does_nothing_more()
    {
        var (chip, session) = Opened();
        Send(chip, session, GlobalPlatformFrames.SetCardStatus((byte)CardLifeCycle.Terminated));
        chip.Reset();
        chip.Send("00A4040000").ShouldBe((ushort)0x6985);
    }

    [Theory]
    [InlineData("80CA00E000", "E012C0040120" + "8210" + "C0040220" + "8210" + "C0040320" + "8210" + "9000")]
    [InlineData("80CA00C100", "C10200019000")]
    [InlineData("80CA00CF00", "CF0A621234FFFFFF00C0FFEE9000")]
    public void Anybody_may_ask_for_keys_counter_and_diversification_data(string command, string answer) =>
        Convert.ToHexString(CardBench.Blank().Transmit(Convert.FromHexString(command))).ShouldBe(answer);

    [Fact]
    public void The_counter_of_SCP02_counts_opened_channels_only()
    {
        var chip = CardBench.Blank();
        CardBench.InitializeUpdate(chip);
        CardBench.InitializeUpdate(chip).SequenceCounter.ToArray().ShouldBe([0, 1]);
        chip.Transmit(CardBench.Script(chip)[0].Apdu);
        CardBench.InitializeUpdate(chip).SequenceCounter.ToArray().ShouldBe([0, 2]);
    }

    [Fact]
    public void No_level_is_opened_that_the_card_does_not_offer()
    {
        var chip = CardBench.Blank(BlankKind.PbocDual80K);
        var answer = CardBench.InitializeUpdate(chip);
        using var keys = CardBench.KeysOf(answer);
        using var session = SecureChannelSession.Open(
            keys, CardBench.HostChallenge, answer, ChannelOptions.Default).Value;
        var level = SecurityLevel.CommandMac | SecurityLevel.ResponseMac;
        CardBench.StatusOf(chip.Transmit(session.ExternalAuthenticate(level))).ShouldBe((ushort)0x6A86);
    }

    [Fact]
    public void On_T0_an_answer_waits_for_GET_RESPONSE_and_a_wrong_length_is_told()
    {
        var chip = CardBench.Blank(BlankKind.PbocDual80K with { IsT0 = true });
        Convert.ToHexString(chip.Atr).ShouldBe("3B6500004B494F534B");
        Convert.ToHexString(chip.Transmit(Convert.FromHexString("8050000008010203040506070800"))).ShouldBe("611C");
        chip.Transmit(Convert.FromHexString("00C000001C")).Length.ShouldBe(30);
        chip.Send("00C0000001").ShouldBe((ushort)0x6985);
        chip.Send("80CA00CF00").ShouldBe((ushort)0x6C0C);
        chip.Transmit(Convert.FromHexString("80CA00CF0C")).Length.ShouldBe(14);
    }

    [Fact]
    public async Task Power_that_fails_in_a_block_leaves_the_applet_unusable_and_the_channel_closed()
    {
        var chip = CardBench.Blank(flaws: new ChipFlaws { PowerFailsAt = 3 });
        var script = CardBench.Script(chip);
        var run = await ChipScript.RunAsync(new ChipInHand(chip), script, Stop);
        run.Failure!.Said.ShouldContain("6982");
        chip.Send("00A4040008A00000033301010100").ShouldBe((ushort)0x6985);
    }

    private static (SimulatedChip Chip, SecureChannelSession Session) Opened(ChipFlaws? flaws = null)
    {
        var chip = CardBench.Blank(flaws: flaws);
        var answer = CardBench.InitializeUpdate(chip);
        using var keys = CardBench.KeysOf(answer);
        var session = SecureChannelSession.Open(keys, CardBench.HostChallenge, answer, ChannelOptions.Default).Value;
        chip.Transmit(session.ExternalAuthenticate(SecurityLevels.MacEnc));
        return (chip, session);
    }

    private static ResponseApdu Send(SimulatedChip chip, SecureChannelSession session, byte[] plain) =>
        session.Unwrap(chip.Transmit(session.Wrap(plain))).Value;
}
