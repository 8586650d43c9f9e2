using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Issue;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Entries = KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Tests.Jobs;

/// <summary>No card is made before ledger and printer agree; a person who counted ends a difference (N21).</summary>
public sealed class ReconciliationTests : IDisposable
{
    private readonly JourneyBench _bench = new();
    private readonly JourneyProcess _process;

    public ReconciliationTests()
    {
        _bench.Printer.Inserted = 4_711;
        _process = _bench.Process();
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_first_sight_of_the_counter_is_what_later_ones_are_measured_by()
    {
        (await CompareAsync()).ShouldBe(Agreement.Agreed);
        await _process.Ledger.AppendAsync(
            0, default, new Moved { From = Entries.Place.Hopper, To = Entries.Place.Retained });
        _bench.Printer.Inserted++;

        (await CompareAsync()).ShouldBe(Agreement.Agreed);
        Counters().ShouldHaveSingleItem().Inserted.ShouldBe(4_711u);
    }

    [Fact]
    public async Task An_insertion_that_the_ledger_does_not_know_stops_issuing_until_somebody_counted()
    {
        await CompareAsync();
        _bench.Printer.Inserted++;
        (await CompareAsync()).ShouldBe(Agreement.CountersDiffer);
        (await CompareAsync()).ShouldBe(Agreement.CountersDiffer);
        var question = _process.Board.View.TellerQuestion.ShouldNotBeNull();
        question.Kind.ShouldBe("counters-differ");

        _process.Board.Answer(question.Id, Decisions.Accept, teller: false).ShouldBeFalse("no customer decides this");
        _process.Board.Answer(question.Id, Decisions.Accept, teller: true).ShouldBeTrue();

        (await CompareAsync()).ShouldBe(Agreement.Agreed);
        _process.Board.View.TellerQuestion.ShouldBeNull();
        Counters().Select(c => (c.Inserted, c.Cause)).ShouldBe([(4_711u, "first seen"), (4_712u, "accept")]);
    }

    /// <summary>The chain of such a log is whole; what is gone shows in what the printer remembers.</summary>
    [Fact]
    public async Task A_log_whose_tail_is_missing_is_found_out_by_the_printers_counter()
    {
        await CompareAsync();
        await _process.Ledger.AppendAsync(0, default, new Counted { Place = Entries.Place.Hopper, N = 25 });
        var kept = _bench.Journal.Read(1, 100);
        await _process.StartAsync(_bench.Person);
        (await CompareAsync()).ShouldBe(Agreement.Agreed);

        var older = new MemoryJournal(_bench.Time);
        foreach (var entry in kept.Skip(1))
        {
            await older.AppendAsync([new Fact(entry.Kind, entry.Payload, entry.Case)], default);
        }

        var rolledBack = _bench.Process(older);
        await rolledBack.Reconciliation.CompareAsync(default);

        rolledBack.Readiness.Agreement.ShouldBe(Agreement.CountersDiffer);
    }

    [Fact]
    public async Task A_difference_that_goes_away_takes_its_question_away()
    {
        await CompareAsync();
        _bench.Printer.Inserted++;
        await CompareAsync();
        _bench.Printer.Inserted--;

        (await CompareAsync()).ShouldBe(Agreement.Agreed);
        _process.Board.View.TellerQuestion.ShouldBeNull();
        _bench.Journal.Read(1, 100).ShouldContain(e => e.Kind == EntryKinds.QuestionLapsed);
    }

    [Fact]
    public async Task A_card_that_stands_inside_without_a_case_stops_issuing()
    {
        await CompareAsync();
        _bench.Printer.PutInside(Place.Exit);

        (await CompareAsync()).ShouldBe(Agreement.CardInside);
    }

    [Fact]
    public async Task A_printer_that_does_not_answer_agrees_with_nothing()
    {
        await CompareAsync();
        _bench.Printer.Faults["look"] = new(DeviceFault.Offline);

        (await CompareAsync()).ShouldBe(Agreement.Unknown);
    }

    [Fact]
    public async Task A_session_keeps_its_own_question_before_the_machines()
    {
        await CompareAsync();
        _bench.Printer.Inserted++;
        await CompareAsync();
        var own = new PendingQuestion("7", "teller", "", "", [new AnswerOption("yes", "")]);

        _process.Board.Show(v => v with { TellerQuestion = own });

        _process.Board.View.TellerQuestion.ShouldBe(own);
        _process.Board.Show(v => v.Of(9));
        _process.Board.View.TellerQuestion!.Kind.ShouldBe("counters-differ");
    }

    private async Task<Agreement> CompareAsync()
    {
        await _process.Reconciliation.CompareAsync(default);
        return _process.Readiness.Agreement;
    }

    private List<Counters> Counters() => [.. _bench.Journal.Read(1, 100)
        .Where(e => e.Kind == EntryKinds.DeviceCounters).Select(e => Entries.Counters.Parser.ParseFrom(e.Payload))];
}
