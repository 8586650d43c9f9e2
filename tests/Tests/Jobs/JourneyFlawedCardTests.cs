using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.World;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.Jobs;

/// <summary>N14, N20: each finished card that is wrong is refused for its own reason, and void.</summary>
public sealed class JourneyFlawedCardTests
{
    [Theory]
    [InlineData(Fault.ChipCryptogram, "cryptogram")]
    [InlineData(Fault.ChipKeysSwapped, "cryptogram")]
    [InlineData(Fault.ChipAtcStuck, "cryptogram")]
    [InlineData(Fault.ChipLogUsed, "log")]
    public async Task Central_refuses_what_no_terminal_can_tell(Fault fault, string verdict)
    {
        using var bench = Bench(fault);
        var end = await bench.RunAsync();

        (end.Triple, end.Ended!.Cause).ShouldBe(("card-retained stopped void", "NotProved"));
        bench.Ask<string>("SELECT group_concat(verdict) FROM ticket").ShouldBe($"{verdict},{verdict},{verdict}");
        bench.Printer.Count(Place.Retained).ShouldBe(3);
        JourneyEnd.Invariants(bench);
    }

    [Theory]
    [InlineData(Fault.ChipAipLies)]
    [InlineData(Fault.ChipSignature)]
    public async Task The_terminal_refuses_a_card_that_promises_what_it_cannot_do(Fault fault)
    {
        using var bench = Bench(fault);
        var end = await bench.RunAsync();

        (end.Triple, end.Ended!.Cause).ShouldBe(("card-retained stopped void", "CheckFailed"));
        bench.Ask<long>("SELECT count(*) FROM ticket WHERE verdict = 'proved'").ShouldBe(0);
        bench.Printer.Count(Place.Retained).ShouldBe(3);
        JourneyEnd.Invariants(bench);
    }

    [Fact]
    public async Task Exchanged_keys_for_MACs_and_encryption_are_caught_by_the_issuers_script_alone()
    {
        using var bench = Bench(Fault.ChipMacEncSwapped);
        var end = await bench.RunAsync();

        (end.Triple, end.Ended!.Cause).ShouldBe(("card-retained stopped void", "ChipRefused"));
        bench.Ask<string>("SELECT group_concat(verdict) FROM ticket").ShouldBe("proved,proved,proved");
        bench.Ask<long>("SELECT sum(is_test) FROM card").ShouldBe(3, "a spoilt test card is followed by another");
        bench.Printer.Count(Place.Retained).ShouldBe(3);
        JourneyEnd.Invariants(bench);
    }

    [Fact]
    public async Task Without_a_script_a_card_with_exchanged_keys_would_be_handed_over()
    {
        using var bench = Bench(Fault.ChipMacEncSwapped);
        bench.Line.Rules["Prove"] = JourneyLine.Twisting<Verdict>(v => v.IssuerScript.Clear());

        (await bench.RunAsync()).Triple.ShouldBe("card-taken stopped active");
        JourneyEnd.Invariants(bench);
    }

    [Fact]
    public async Task A_good_test_card_executes_its_script_and_is_handed_over()
    {
        using var bench = new JourneyBench();
        (await bench.RunAsync()).Triple.ShouldBe("card-taken stopped active");

        var chip = bench.Printer.Cards.Single().Chip;
        chip.Reset();
        chip.Transmit(Convert.FromHexString("00A4040008A000000333010101"));
        Convert.ToHexString(chip.Transmit(Convert.FromHexString("80CA9F1400"))).ShouldBe("9F1401009000");
    }

    /// <summary>The card of a kiosk in which this fault is scripted.</summary>
    private static JourneyBench Bench(Fault fault) =>
        new() { Flaws = WorldFlaws.OfPayment(new World(1, "PBOC-DUAL-80K", 1, new HashSet<Fault> { fault })) };
}
