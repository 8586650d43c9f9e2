using KioskSuite.Devices;

namespace KioskSuite.Tests.Jobs;

/// <summary>N20: faults of the printer, each with what becomes of the card and what the ledger says of it.</summary>
public sealed class JourneyPrinterTests : IDisposable
{
    private readonly JourneyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("feed", DeviceFault.FeederEmpty, false, "loss-recorded stopped void")]
    [InlineData("feed", DeviceFault.Timeout, true, "card-retained stopped void")]
    [InlineData("leave", DeviceFault.Timeout, false, "card-retained stopped void")]
    [InlineData("leave", DeviceFault.Timeout, true, "card-retained stopped void")]
    [InlineData("stripe", DeviceFault.StripeReadBackDiffers, true, "card-retained stopped void")]
    [InlineData("print", DeviceFault.CardJam, false, "card-retained stopped void")]
    [InlineData("present", DeviceFault.CardJam, false, "card-retained stopped void")]
    [InlineData("present", DeviceFault.Timeout, true, "card-taken stopped active")]
    public async Task An_act_that_fails_leaves_by_settlement(string act, DeviceFault fault, bool moves, string triple)
    {
        _bench.Printer.Faults[act] = new(fault, moves);
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe(triple);
        JourneyEnd.Invariants(_bench);
    }

    [Fact]
    public async Task A_card_that_nobody_takes_is_void_and_retained()
    {
        _bench.Printer.HandAtExit = false;

        (await _bench.RunAsync()).Triple.ShouldBe("card-retained stopped void");
        JourneyEnd.Invariants(_bench);
    }

    [Fact]
    public async Task A_jam_that_cannot_be_retained_calls_staff_and_the_card_is_void()
    {
        _bench.Printer.Faults["print"] = new(DeviceFault.CardJam);
        _bench.Printer.Faults["retain"] = new(DeviceFault.CardJam, Times: int.MaxValue);

        (await _bench.RunAsync()).Triple.ShouldBe("needs-staff stopped void");
        JourneyEnd.Invariants(_bench);
    }

    [Theory]
    [InlineData("feed")]
    [InlineData("leave")]
    [InlineData("present")]
    public async Task A_card_in_a_printer_that_died_is_void_and_its_case_stays_open_until_somebody_can_look(string act)
    {
        _bench.Printer.Faults[act] = new(DeviceFault.Timeout, Moves: true);
        _bench.Printer.Faults["look"] = new(DeviceFault.Offline, Times: int.MaxValue);
        _bench.Printer.Faults["open"] = new(DeviceFault.Offline, Times: int.MaxValue);

        (await _bench.RunAsync()).Triple.ShouldBe(" stopped void");
    }

    /// <summary>Perhaps it is in a hand: it stays inactive, and the ledger does not claim to know.</summary>
    [Fact]
    public async Task A_card_gone_while_the_printer_did_not_answer_calls_staff()
    {
        _bench.Printer.Faults["wait"] = new(DeviceFault.Offline, Moves: true);
        var end = await _bench.RunAsync();

        end.Ending.ShouldBe("needs-staff");
        JourneyEnd.Invariants(_bench);
    }
}
