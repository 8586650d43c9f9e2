using Google.Protobuf;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Entries = KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.Jobs;

/// <summary>A start from a snapshot knows what a start from the first entry knows, and reads only the tail.</summary>
public sealed class SnapshotTests
{
    private readonly MemoryJournal _journal = new(TimeProvider.System);

    [Fact]
    public async Task A_start_from_the_snapshot_folds_to_the_same_state()
    {
        var first = new Ledger(_journal);
        await first.AppendAsync(0, default, new Counted { Place = Entries.Place.Hopper, N = 25 });
        var c = await OpenCaseWithCardAtExitAsync(first);
        await FillAsync(first);
        await first.SnapshotAsync(default);
        await first.AppendAsync(c, default, new Moving { From = Entries.Place.Exit, To = Entries.Place.Taken });

        var second = new Ledger(_journal);
        second.Load();

        _journal.NewestSnapshot().ShouldNotBeNull();
        second.Read(s => s.ToFolded()).ShouldBe(first.Read(s => s.ToFolded()));
        second.Read(s => s.Find(c)!.Moving!.To).ShouldBe(Entries.Place.Taken);
    }

    [Fact]
    public async Task A_start_reads_only_what_the_snapshot_has_not_seen()
    {
        var first = new Ledger(_journal);
        await FillAsync(first);
        await first.SnapshotAsync(default);
        var reads = new ReadingJournal(_journal);

        new Ledger(reads).Load();

        reads.From.ShouldBe([_journal.NewestSnapshot()!.Seq, _journal.Head.Seq + 1]);
    }

    [Fact]
    public async Task A_snapshot_waits_until_enough_was_written()
    {
        var ledger = new Ledger(_journal);
        await ledger.AppendAsync(0, default, new Counted { Place = Entries.Place.Hopper, N = 25 });

        await ledger.SnapshotAsync(default);

        _journal.NewestSnapshot().ShouldBeNull();
    }

    [Fact]
    public void Every_field_of_an_open_case_survives()
    {
        var all = new CaseState
        {
            Case = 3,
            OldCard = "card-1",
            Stop = CallState.Done,
            StoppedAt = 7,
            Order = CallState.Open,
            Ticket = "ticket-1",
            Activation = CallState.Refused,
            Void = CallState.Open,
            Proved = true,
            Blanks = 2,
            Place = Entries.Place.Exit,
            Moving = new OpenMove(9, Entries.Place.Exit, Entries.Place.Taken),
            Presented = true,
            Stuck = true,
            TakeTimePassed = true,
            AskedWhere = 11,
            SeenByPerson = true,
            LostSight = true,
            Doubtful = true,
            Cause = "ChipMute",
            OpenCalls = new Dictionary<ulong, CallIntended> { [8] = new() { Call = Call.VoidCard } },
        };
        foreach (var property in typeof(CaseState).GetProperties().Where(p => p.CanWrite && p.Name != "Ending"))
        {
            property.GetValue(all).ShouldNotBe(property.GetValue(new CaseState()), property.Name);
        }

        var back = FoldedCase.ToState(OpenCase.Parser.ParseFrom(FoldedCase.Of(all).ToByteArray()));

        (back with { OpenCalls = all.OpenCalls }).ShouldBe(all);
        back.OpenCalls.ShouldHaveSingleItem().ShouldBe(all.OpenCalls.Single());
    }

    /// <summary>A newer program's state is refused, an older one's is folded anew: nothing is guessed.</summary>
    [Fact]
    public async Task A_state_of_a_newer_version_is_refused_and_named()
    {
        await _journal.AppendAsync([new Snapshot { FoldVersion = Ledger.FoldVersion + 1 }.Fact()], default);

        var refused = Should.Throw<JournalException>(() => new Ledger(_journal).Load());

        refused.Fault.ShouldBe(JournalFault.NewerVersion);
        refused.Seq.ShouldBe(2ul);
    }

    [Fact]
    public async Task A_state_of_an_older_version_is_folded_anew()
    {
        await _journal.AppendAsync([new Counted { Place = Entries.Place.Hopper, N = 25 }.Fact()], default);
        await _journal.AppendAsync([new Snapshot { FoldVersion = 0, Upto = 2 }.Fact()], default);
        var ledger = new Ledger(_journal);

        ledger.Load();

        ledger.Read(s => s.CardsAt(Entries.Place.Hopper)).ShouldBe(25);
    }

    [Fact]
    public async Task A_snapshot_that_holds_no_state_is_refused()
    {
        await _journal.AppendAsync(
            [new Snapshot { FoldVersion = 1, Fold = ByteString.CopyFrom(0xFF, 0xFF) }.Fact()], default);

        Should.Throw<JournalException>(() => new Ledger(_journal).Load()).Fault.ShouldBe(JournalFault.Damaged);
    }

    private static async Task<ulong> OpenCaseWithCardAtExitAsync(Ledger ledger)
    {
        var c = (await ledger.AppendAsync(0, default, new CaseOpened()))[0].Seq;
        var of = (await ledger.AppendAsync(c, default, new CallIntended { Call = Call.OrderCard }))[0].Seq;
        await ledger.AppendAsync(c, default, new CallDone { Of = of, Ticket = "ticket-1" });
        var move = (await ledger.AppendAsync(
            c, default, new Moving { From = Entries.Place.Hopper, To = Entries.Place.Exit }))[0].Seq;
        await ledger.AppendAsync(
            c, default, new Moved { Of = move, From = Entries.Place.Hopper, To = Entries.Place.Exit });
        return c;
    }

    private static async Task FillAsync(Ledger ledger)
    {
        for (var i = 0; i < 256; i++)
        {
            await ledger.AppendAsync(0, default, new ServiceStarted());
        }
    }

    private sealed class ReadingJournal(IJournal inner) : IJournal
    {
        public List<ulong> From { get; } = [];

        public Position Head => inner.Head;

        public ValueTask<IReadOnlyList<Entry>> AppendAsync(IReadOnlyList<Fact> facts, CancellationToken stop) =>
            inner.AppendAsync(facts, stop);

        public IReadOnlyList<Entry> Read(ulong fromSeq, int limit)
        {
            From.Add(fromSeq);
            return inner.Read(fromSeq, limit);
        }

        public Task WaitBeyondAsync(ulong seq, CancellationToken stop) => inner.WaitBeyondAsync(seq, stop);

        public byte[]? HashAt(ulong seq) => inner.HashAt(seq);

        public Entry? NewestSnapshot() => inner.NewestSnapshot();
    }
}
