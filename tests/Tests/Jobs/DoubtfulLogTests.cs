using KioskSuite.Jobs;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Tests.Jobs;

/// <summary>A log whose chain is whole and whose story is not: settled as written, and nothing guessed.</summary>
public sealed class DoubtfulLogTests : IDisposable
{
    private readonly JourneyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_doubled_movement_moves_no_second_card_and_makes_the_log_doubtful()
    {
        var ledger = await CountedAsync();
        var c = (await ledger.AppendAsync(0, default, new CaseOpened()))[0].Seq;
        var of = (await ledger.AppendAsync(c, default, new Moving { From = Place.Hopper, To = Place.ChipStation }))[0];
        var moved = new Moved { Of = of.Seq, From = Place.Hopper, To = Place.ChipStation };
        await ledger.AppendAsync(c, default, moved);

        await ledger.AppendAsync(c, default, moved);

        ledger.Read(s => (s.CardsAt(Place.Hopper), s.CardsAt(Place.ChipStation), s.Doubtful)).ShouldBe((24, 1, true));
        ledger.Read(s => s.Find(c)!.Doubtful).ShouldBeTrue();
    }

    [Fact]
    public async Task A_movement_from_where_the_card_is_not_is_not_believed()
    {
        var ledger = await CountedAsync();
        var c = (await ledger.AppendAsync(0, default, new CaseOpened()))[0].Seq;

        await ledger.AppendAsync(c, default, new Moved { From = Place.Printer, To = Place.Taken });

        ledger.Read(s => (s.CardsAt(Place.Taken), s.Doubtful)).ShouldBe((0, true));
    }

    [Fact]
    public async Task A_movement_of_a_case_that_ended_is_not_believed()
    {
        var ledger = await CountedAsync();
        var c = (await ledger.AppendAsync(0, default, new CaseOpened()))[0].Seq;
        await ledger.AppendAsync(c, default, new CaseEnded { Ending = Ending.LossRecorded });

        await ledger.AppendAsync(c, default, new Moved { From = Place.Hopper, To = Place.Taken });

        ledger.Read(s => (s.CardsAt(Place.Taken), s.Doubtful)).ShouldBe((0, true));
    }

    [Fact]
    public async Task An_unknown_kind_makes_the_log_doubtful_until_somebody_counted()
    {
        await _bench.Journal.AppendAsync([new Fact("from.the.future", new byte[] { 1 })], default);
        var ledger = await CountedAsync();
        ledger.Read(s => s.Doubtful).ShouldBeTrue();

        await ledger.AppendAsync(0, default, new Counters { Inserted = 4711, Cause = "accept" });

        ledger.Read(s => s.Doubtful).ShouldBeFalse();
    }

    [Fact]
    public async Task A_case_with_an_unknown_kind_hands_no_card_over_and_goes_to_staff()
    {
        _bench.Printer.Faults["wait"] = new(KioskSuite.Devices.DeviceFault.Offline, Times: 1);
        var process = _bench.Process(new InterferingJournal(_bench.Journal));
        await process.Ledger.AppendAsync(0, default, new Counted { Place = Place.Hopper, N = 25 });

        var c = await process.StartAsync(_bench.Person);

        var end = new JourneyEnd(_bench, c);
        end.Triple.ShouldBe("needs-staff stopped void");
        _bench.Printer.Count(KioskSuite.Devices.Place.Taken).ShouldBe(0);
    }

    private async Task<Ledger> CountedAsync()
    {
        var ledger = _bench.Process().Ledger;
        await ledger.AppendAsync(0, default, new Counted { Place = Place.Hopper, N = 25 });
        return ledger;
    }

    /// <summary>Another program writes into the case when the card is presented.</summary>
    private sealed class InterferingJournal(IJournal inner) : IJournal
    {
        public Position Head => inner.Head;

        public async ValueTask<IReadOnlyList<Entry>> AppendAsync(IReadOnlyList<Fact> facts, CancellationToken stop)
        {
            var entries = await inner.AppendAsync(facts, stop);
            if (facts[0].Kind == EntryKinds.CardMoving
                && Moving.Parser.ParseFrom(facts[0].Payload.Span).To == Place.Taken)
            {
                await inner.AppendAsync([new Fact("from.the.future", new byte[] { 1 }, facts[0].Case)], stop);
            }

            return entries;
        }

        public IReadOnlyList<Entry> Read(ulong fromSeq, int limit) => inner.Read(fromSeq, limit);

        public Task WaitBeyondAsync(ulong seq, CancellationToken stop) => inner.WaitBeyondAsync(seq, stop);

        public byte[]? HashAt(ulong seq) => inner.HashAt(seq);

        public Entry? NewestSnapshot() => inner.NewestSnapshot();
    }
}
