using KioskSuite.Journal;

namespace KioskSuite.Tests.Journal;

/// <summary>What every log promises, whether it lives on disk or in memory.</summary>
public abstract class JournalContract : IAsyncLifetime
{
    protected static CancellationToken None => CancellationToken.None;

    internal ManualTime Time { get; } = new();

    protected IJournal Log { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Log = await OpenAsync();

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask<IJournal> OpenAsync();

    protected async Task<Entry> AppendAsync(string kind, params byte[] payload) =>
        (await Log.AppendAsync([new Fact(kind, payload)], None))[0];

    [Fact]
    public void The_first_entry_opens_the_first_epoch()
    {
        var first = Log.Read(1, 10).ShouldHaveSingleItem();
        (first.Seq, first.Epoch, first.Boot, first.Kind, first.Case).ShouldBe((1ul, 1u, 1u, "epoch.opened", 0ul));
        Log.Head.Hash.ShouldBe(first.Hash);
        Log.Head.EpochId.Length.ShouldBe(16);
    }

    [Fact]
    public async Task Facts_of_one_append_follow_each_other_and_chain()
    {
        var written = await Log.AppendAsync([new Fact("a", new byte[] { 1 }), new Fact("b", default)], None);

        written.Select(e => (e.Seq, e.Kind)).ShouldBe([(2ul, "a"), (3ul, "b")]);
        var previous = Log.HashAt(1)!;
        foreach (var e in written)
        {
            var kind = System.Text.Encoding.ASCII.GetBytes(e.Kind);
            e.Hash.ShouldBe(EntryHash.Of(
                Log.Head.EpochId, e.Seq, previous, e.At, e.Boot, e.Mono, e.Case, kind, e.Payload));
            previous = e.Hash;
        }

        Log.Head.Seq.ShouldBe(3ul);
        Log.Head.Hash.ShouldBe(previous);
    }

    [Fact]
    public async Task What_is_read_is_what_was_written()
    {
        var written = await AppendAsync("stock.counted", 8, 1, 16, 50);

        var read = Log.Read(2, 1)[0];

        (read.Seq, read.Epoch, read.At, read.Boot, read.Mono, read.Case, read.Kind)
            .ShouldBe((written.Seq, written.Epoch, written.At, written.Boot, written.Mono, written.Case, written.Kind));
        read.Payload.ShouldBe(new byte[] { 8, 1, 16, 50 });
        read.Hash.ShouldBe(written.Hash);
    }

    [Fact]
    public async Task A_case_is_named_by_the_sequence_that_opened_it()
    {
        var opened = (await Log.AppendAsync([new Fact("case.opened", default, OpensCase: true)], None))[0];
        var next = (await Log.AppendAsync([new Fact("act.done", default, opened.Seq)], None))[0];

        (opened.Case, next.Case).ShouldBe((2ul, 2ul));
    }

    [Fact]
    public async Task Time_is_stamped_in_milliseconds_and_nanoseconds_since_opening()
    {
        var before = await AppendAsync("a");
        Time.Advance(250);
        var after = await AppendAsync("b");

        (after.At - before.At).ShouldBe(250);
        (after.Mono - before.Mono).ShouldBe(250_000_000);
    }

    [Theory]
    [InlineData("", 0, 0ul, false)]
    [InlineData("two words", 0, 0ul, false)]
    [InlineData("kind\u00e9", 0, 0ul, false)]
    [InlineData("ok", 16385, 0ul, false)]
    [InlineData("ok", 0, 99ul, false)]
    [InlineData("ok", 0, 1ul, true)]
    public async Task A_fact_outside_the_bounds_is_refused_whole(string kind, int bytes, ulong @case, bool opens)
    {
        Fact[] facts = [new("fine", default), new(kind, new byte[bytes], @case, opens)];

        await Should.ThrowAsync<ArgumentException>(async () => await Log.AppendAsync(facts, None));

        Log.Head.Seq.ShouldBe(1ul);
    }

    [Fact]
    public async Task The_longest_kind_and_the_largest_payload_fit()
    {
        var entry = await AppendAsync(new string('k', 64), new byte[16384]);

        Log.Read(entry.Seq, 1)[0].Payload.Length.ShouldBe(16384);
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync(new string('k', 65)));
        await Should.ThrowAsync<ArgumentException>(async () => await Log.AppendAsync([], None));
    }

    [Fact]
    public async Task More_than_one_commit_takes_is_refused()
    {
        var facts = Enumerable.Repeat(new Fact("bulk", new byte[16384]), 64).ToArray();

        await Should.ThrowAsync<ArgumentException>(async () => await Log.AppendAsync(facts, None));
        (await Log.AppendAsync(facts[..63], None)).Count.ShouldBe(63);
    }

    [Fact]
    public async Task Reading_starts_where_asked_and_stops_at_the_limit()
    {
        for (var i = 0; i < 9; i++)
        {
            await AppendAsync($"k{i}");
        }

        Log.Read(4, 3).Select(e => e.Seq).ShouldBe([4ul, 5ul, 6ul]);
        Log.Read(0, 2).Select(e => e.Seq).ShouldBe([1ul, 2ul]);
        Log.Read(11, 5).ShouldBeEmpty();
        Log.Read(ulong.MaxValue, 5).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => Log.Read(1, 0));
    }

    [Fact]
    public async Task The_hash_at_a_place_is_known_only_where_an_entry_is()
    {
        var entry = await AppendAsync("a");

        Log.HashAt(entry.Seq).ShouldBe(entry.Hash);
        Log.HashAt(0).ShouldBeNull();
        Log.HashAt(3).ShouldBeNull();
        Log.HashAt(ulong.MaxValue).ShouldBeNull();
    }

    [Fact]
    public async Task Waiting_ends_when_the_head_moves_beyond()
    {
        await Log.WaitBeyondAsync(0, None);
        var two = Log.WaitBeyondAsync(2, None);
        var one = Log.WaitBeyondAsync(1, None);

        await AppendAsync("a");
        await one;
        two.IsCompleted.ShouldBeFalse();
        await AppendAsync("b");
        await two;
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Log.WaitBeyondAsync(1, stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await Should.ThrowAsync<OperationCanceledException>(() => Log.WaitBeyondAsync(1, stop.Token));
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Log.AppendAsync([new Fact("a", default)], stop.Token));
        Log.Head.Seq.ShouldBe(1ul);
    }

    [Fact]
    public async Task Many_callers_at_once_get_one_gapless_order()
    {
        const int callers = 64, each = 25;
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable.Range(0, callers).Select(async caller =>
        {
            await start.Task;
            var own = new List<ulong>();
            for (var i = 0; i < each; i++)
            {
                var written = await Log.AppendAsync([new($"c{caller}", default), new($"c{caller}", default)], None);
                own.AddRange(written.Select(e => e.Seq));
            }

            return own;
        }).ToList();
        start.SetResult();
        var all = await Task.WhenAll(tasks);

        var expected = Enumerable.Range(2, callers * each * 2).Select(i => (ulong)i).ToList();
        all.SelectMany(s => s).Order().ShouldBe(expected);
        all.ShouldAllBe(own => own.Zip(own.Skip(1)).All(pair => pair.First < pair.Second));
        Log.Read(2, int.MaxValue).Select(e => e.Seq).ShouldBe(expected);
    }
}
