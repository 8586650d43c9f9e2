using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Entries = KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Tests.Jobs;

/// <summary>N41: what did not end taken can be taken up again. N5: a stop needs less than a card.</summary>
public sealed class JourneyResumeTests : IDisposable
{
    private readonly JourneyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_customer_whose_card_was_retained_comes_again_and_gets_one()
    {
        _bench.Printer.HandAtExit = false;
        (await _bench.RunAsync()).Triple.ShouldBe("card-retained stopped void");
        _bench.Printer.HandAtExit = true;

        var again = await _bench.Process().StartAsync(_bench.Person);

        var end = new JourneyEnd(_bench, again);
        end.Triple.ShouldBe("card-taken stopped active");
        end.Log.Count(e => e.Kind == EntryKinds.QuestionAsked
            && Asked.Parser.ParseFrom(e.Payload).Question == Question.ConsentToStop).ShouldBe(0);
        JourneyEnd.Invariants(_bench);
    }

    [Fact]
    public async Task The_time_of_the_first_report_stands()
    {
        _bench.Person.Answers["fees"] = "no";
        await _bench.RunAsync();
        var first = _bench.Ask<long>($"SELECT stopped_at FROM card WHERE card = '{JourneyBench.OldCard}'");
        _bench.Person.Answers.Clear();

        await _bench.Process().StartAsync(_bench.Person);

        _bench.Ask<long>($"SELECT stopped_at FROM card WHERE card = '{JourneyBench.OldCard}'").ShouldBe(first);
    }

    [Theory]
    [InlineData("cardPrinter")]
    [InlineData("chipStation")]
    public async Task A_kiosk_that_cannot_make_cards_stops_one_and_orders_none(string device)
    {
        _bench.Watch.States[device] = DeviceState.Absent;

        (await _bench.RunAsync()).ShouldSatisfyAllConditions(
            end => end.Triple.ShouldBe("loss-recorded stopped none"),
            end => end.Ended!.Cause.ShouldBe("NotIssuing"));
    }

    [Fact]
    public async Task No_card_is_made_while_the_counters_differ()
    {
        _bench.Printer.Inserted = 4_711;
        await _bench.Process().Reconciliation.CompareAsync(default);
        _bench.Printer.Inserted = 4_712;

        (await _bench.RunAsync()).ShouldSatisfyAllConditions(
            end => end.Triple.ShouldBe("loss-recorded stopped none"),
            end => end.Ended!.Cause.ShouldBe("Contradiction"));
    }

    [Fact]
    public async Task No_card_is_made_while_one_stands_in_the_machine()
    {
        _bench.Printer.PutInside(Place.Exit);

        (await _bench.RunAsync()).Ended!.Cause.ShouldBe("Contradiction");
    }

    [Fact]
    public async Task No_card_is_made_by_a_printer_that_cannot_be_compared()
    {
        _bench.Printer.Faults["look"] = new(DeviceFault.Offline, Times: int.MaxValue);

        (await _bench.RunAsync()).Ended!.Cause.ShouldBe("NotIssuing");
    }

    [Fact]
    public async Task No_card_is_made_on_a_log_that_cannot_be_believed()
    {
        await _bench.Journal.AppendAsync([new Fact("from.the.future", new byte[] { 1 })], default);

        (await _bench.RunAsync()).Ended!.Cause.ShouldBe("NotIssuing");
    }

    [Fact]
    public async Task A_fenced_kiosk_makes_no_card()
    {
        _bench.Fenced = true;

        (await _bench.RunAsync()).Triple.ShouldBe("loss-recorded stopped none");
    }

    [Fact]
    public async Task A_kiosk_without_blanks_makes_no_card()
    {
        var process = _bench.Process();
        var c = await process.StartAsync(_bench.Person);

        new JourneyEnd(_bench, c).Triple.ShouldBe("loss-recorded stopped none");
    }

    [Fact]
    public async Task A_card_that_lies_there_for_half_its_time_is_called_out()
    {
        var process = _bench.Process();
        await process.Ledger.AppendAsync(0, default, new Counted { Place = Entries.Place.Hopper, N = 25 });
        _bench.Printer.Faults["wait"] = new(DeviceFault.CardNotTaken);
        var reminded = false;
        _bench.Printer.AtWait = () => reminded |= process.Board.View is { Reminder: true, Scene: Scene.TakeCard };

        var c = await process.StartAsync(_bench.Person);

        new JourneyEnd(_bench, c).Triple.ShouldBe("card-taken stopped active");
        reminded.ShouldBeTrue();
        process.Board.View.Reminder.ShouldBeFalse();
    }
}
