using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.Jobs;

/// <summary>
/// The fold: what the journal says of cases and cards, the same after a restart as while it was written.
/// </summary>
public sealed class LedgerTests
{
    private readonly MemoryJournal _journal = new(TimeProvider.System);

    [Fact]
    public async Task Cards_are_counted_by_double_entry()
    {
        var ledger = new Ledger(_journal);
        await ledger.AppendAsync(0, default, new Counted { Place = Place.Hopper, N = 25 });
        await ledger.AppendAsync(0, default, new Moved { From = Place.Hopper, To = Place.ChipStation });
        await ledger.AppendAsync(0, default, new Moved { From = Place.ChipStation, To = Place.Retained });

        ledger.Read(s => (s.CardsAt(Place.Hopper), s.CardsAt(Place.ChipStation), s.CardsAt(Place.Retained)))
            .ShouldBe((24, 0, 1));
    }

    [Fact]
    public async Task An_intention_without_outcome_stays_open_across_a_restart()
    {
        var first = new Ledger(_journal);
        var c = (await first.AppendAsync(0, default, new CaseOpened()))[0].Seq;
        var request = new KioskSuite.Messages.Central.Stop { Card = "card-0001" };
        var of = (await first.AppendAsync(c, default, new CallIntended
        {
            Call = Call.StopCard,
            Request = Google.Protobuf.MessageExtensions.ToByteString(request)
        }))[0].Seq;

        var second = new Ledger(_journal);
        second.Load();
        var state = second.Read(s => s.Find(c)).ShouldNotBeNull();

        state.Stop.ShouldBe(CallState.Open);
        state.OldCard.ShouldBe("card-0001");
        state.OpenCalls.Keys.ShouldBe([of]);
    }

    [Fact]
    public async Task An_outcome_closes_its_own_intention_only()
    {
        var ledger = new Ledger(_journal);
        var c = (await ledger.AppendAsync(0, default, new CaseOpened()))[0].Seq;
        var stop = (await ledger.AppendAsync(c, default, new CallIntended { Call = Call.StopCard }))[0].Seq;
        await ledger.AppendAsync(c, default, new CallIntended { Call = Call.VoidCard });
        await ledger.AppendAsync(c, default, new CallDone { Of = stop, At = 5 });

        var state = ledger.Read(s => s.Find(c)).ShouldNotBeNull();
        (state.Stop, state.StoppedAt, state.Void).ShouldBe((CallState.Done, 5, CallState.Open));
    }

    [Fact]
    public async Task An_ended_case_is_no_longer_open()
    {
        var ledger = new Ledger(_journal);
        var c = (await ledger.AppendAsync(0, default, new CaseOpened()))[0].Seq;
        await ledger.AppendAsync(c, default, new CaseEnded { Ending = Ending.LossRecorded });

        ledger.Read(s => s.OpenCases.Count).ShouldBe(0);
    }
}
