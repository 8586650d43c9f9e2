using System.Collections.ObjectModel;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance.Products;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The credit product: another AID on another stock, from its profile to both kernels.</summary>
public sealed class CreditCardTests
{
    private static readonly ProductProfile s_credit = ProfileSample.Of("credit-classic");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_terminals_accept_it_without_a_remark()
    {
        var chip = CardBench.Blank(BlankKind.Credit);
        var (ran, expected) = await PersonaliseAsync(chip);
        ran.Ok.ShouldBeTrue(ran.ToString());

        var near = await ContactlessCheck.InspectAsync(
            new ChipInHand(chip, CardInterface.Contactless), expected, CardBench.Purchase, Stop);
        near.Remarks.ShouldBeEmpty();
        var seen = await TerminalCheck.InspectAsync(
            new ChipInHand(chip), expected, CardBench.Purchase with { Before = near.Evidence!.Trace }, Stop);
        seen.Remarks.ShouldBeEmpty();
        chip.Send("00A4040008A000000333010102").ShouldBe((ushort)0x9000);
        chip.Send("00A4040008A000000333010101").ShouldBe((ushort)0x6A82);
    }

    /// <summary>A blank from the wrong hopper: nothing is stored, and the card is not made half.</summary>
    [Fact]
    public async Task A_debit_blank_takes_nothing_of_it()
    {
        var chip = CardBench.Blank();
        var (ran, _) = await PersonaliseAsync(chip);

        ran.Failure!.Fault.ShouldBe(DeviceFault.ChipRefused);
        chip.Send("00A4040008A000000333010101").ShouldBe((ushort)0x6985);
    }

    private static async Task<(Outcome<ReadOnlyCollection<byte[]>> Ran, ExpectedApplication Expected)> PersonaliseAsync(
        SimulatedChip chip)
    {
        using var application = CardBench.Application();
        using var card = CardBench.Prepare(application, s_credit);
        var answer = CardBench.InitializeUpdate(chip);
        using var keys = CardBench.KeysOf(answer);
        using var script = ScriptWriter.Write(
            keys, CardBench.HostChallenge, answer, ChannelOptions.Default, card.Applets).Value;
        return (await ChipScript.RunAsync(new ChipInHand(chip), script.Commands, Stop), card.Expected);
    }
}
