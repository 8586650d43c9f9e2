using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.World;

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

    [Fact]
    public async Task The_terminal_refuses_a_card_that_promises_what_it_cannot_do()
    {
        using var bench = Bench(Fault.ChipAipLies);
        var end = await bench.RunAsync();

        (end.Triple, end.Ended!.Cause).ShouldBe(("card-retained stopped void", "CheckFailed"));
        bench.Ask<long>("SELECT count(*) FROM ticket WHERE verdict = 'proved'").ShouldBe(0);
        bench.Printer.Count(Place.Retained).ShouldBe(3);
        JourneyEnd.Invariants(bench);
    }

    /// <summary>The card of a kiosk in which this fault is scripted.</summary>
    private static JourneyBench Bench(Fault fault) =>
        new() { Flaws = WorldFlaws.OfPayment(new World(1, "PBOC-DUAL-80K", 1, new HashSet<Fault> { fault })) };
}
