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
    [InlineData("stripe", DeviceFault.StripeReadBackDiffers, true, "card-taken stopped active")]
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
        _bench.Printer.Faults[act] = new(DeviceFault.Timeout, Moves: true, Dies: true);

        (await _bench.RunAsync()).Triple.ShouldBe(" stopped void");
    }

    [Fact]
    public async Task A_stripe_that_cannot_be_written_costs_two_new_blanks_and_then_goes_to_staff()
    {
        _bench.Printer.Faults["stripe"] = new(DeviceFault.StripeReadBackDiffers, Times: int.MaxValue);
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-retained stopped void");
        _bench.Printer.Count(Place.Retained).ShouldBe(3);
        _bench.Ask<long>("SELECT count(*) FROM card WHERE state = 'void'").ShouldBe(3);
        JourneyEnd.Invariants(_bench);
    }

    /// <summary>A stock of other blanks, a jam: the next blank would be spoilt too.</summary>
    [Fact]
    public async Task A_fault_that_is_not_the_cards_own_costs_no_second_blank()
    {
        _bench.Printer.Faults["leave"] = new(DeviceFault.CardJam);
        await _bench.RunAsync();

        _bench.Printer.Cards.Count.ShouldBe(1);
    }

    /// <summary>Perhaps it is in a hand: a person decides, and that decision is state like any other (N42).</summary>
    [Theory]
    [InlineData("taken", "card-taken stopped active", 1)]
    [InlineData("not-taken", "needs-staff stopped void", 0)]
    [InlineData(null, "needs-staff stopped void", 0)]
    public async Task A_card_gone_while_the_printer_did_not_answer_is_where_staff_say(
        string? said, string triple, int activations)
    {
        var time = new Support.VirtualTime();
        using var bench = new JourneyBench(time);
        bench.Printer.Faults["wait"] = new(DeviceFault.Offline, Moves: true);
        bench.Person.Answers["where-is-card"] = said ?? "";
        bench.Person.Silence = said is null
            ? ("where-is-card", () => time.Advance(bench.Policies.AnswerWithin))
            : null;
        var end = await bench.RunAsync();

        end.Triple.ShouldBe(triple);
        bench.Line.Calls.Count(c => c.Method == "Activate").ShouldBe(activations);
        JourneyEnd.Invariants(bench);
    }
}
