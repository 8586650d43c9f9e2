using Google.Protobuf;
using KioskSuite.CentralLink;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.CentralLink;

/// <summary>A stream that answers garbage, too little or nothing: away within its own deadline.</summary>
public sealed class UplinkStrangeTests
{
    private static readonly Dictionary<string, Func<FromKiosk, IEnumerable<ToKiosk>?>> s_centrals = new()
    {
        ["never takes a message"] = _ => null,
        ["never answers"] = _ => [],
        ["answers nothing at all to Hello"] = _ => [new ToKiosk()],
        ["answers Hello with a beat"] = _ => [new ToKiosk { Beat = new Beat() }],
        ["never acknowledges"] = m => m.Hello is null ? [] : [Welcome()],
        ["never takes a batch"] = m => m.Hello is null ? null : [Welcome()],
        ["beats for ever"] = m => m.Hello is null ? Beats() : [Welcome()],
        ["acknowledges nothing for ever"] = m => m.Hello is null ? Acks() : [Welcome()],
        ["acknowledges what was not sent"] = m => m.Hello is null ? [Ack(ulong.MaxValue, m)] : [Welcome()],
    };

    private readonly VirtualTime _time = new();

    public static TheoryData<string> Centrals => [.. s_centrals.Keys];

    [Theory]
    [MemberData(nameof(Centrals))]
    public async Task A_strange_central_is_away_again_and_again(string what)
    {
        var journal = new MemoryJournal(TimeProvider.System);
        await using var bench = new UplinkBench(new ScriptedLink(s_centrals[what]), journal, _time);

        await bench.UntilAsync(() => bench.Pauses >= 2, _time);
        bench.Uplink.Acked.ShouldBe(0u);
    }

    [Fact]
    public async Task A_line_that_falls_silent_while_idle_is_noticed_by_its_beat()
    {
        var journal = new MemoryJournal(TimeProvider.System);
        var link = new ScriptedLink(m => m switch
        {
            { Hello: not null } => [Welcome()],
            { Batch: { } batch } => [Ack(batch.Rows[^1].Seq, m)],
            _ => [],
        });
        await using var bench = new UplinkBench(link, journal, _time);

        await bench.UntilAsync(() => bench.Uplink.Acked == 1);
        await bench.UntilAsync(() => bench.Pauses >= 1, _time);
        link.Sent.ShouldContain(m => m.Beat != null);
    }

    [Fact]
    public async Task A_welcome_ahead_of_the_head_is_fenced_and_nothing_is_sent()
    {
        var journal = new MemoryJournal(TimeProvider.System);
        var ahead = new Note { Seq = 2, Hash = ByteString.CopyFrom(journal.Head.Hash) };
        var link = new ScriptedLink(_ => [new ToKiosk { Welcome = new Welcome { Acked = ahead } }]);
        await using var bench = new UplinkBench(link, journal, _time);

        await bench.UntilAsync(() => bench.Uplink.State == UplinkState.Fenced);
        link.Sent.ShouldHaveSingleItem().Hello.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_acknowledgement_of_another_entry_at_the_position_is_fenced()
    {
        var journal = new MemoryJournal(TimeProvider.System);
        var other = new Note { Seq = 1, Hash = ByteString.CopyFrom(new byte[32]) };
        var link = new ScriptedLink(
            m => m.Hello is null ? [new ToKiosk { Ack = new Ack { Upto = other } }] : [Welcome()]);
        await using var bench = new UplinkBench(link, journal, _time);

        await bench.UntilAsync(() => bench.Uplink.State == UplinkState.Fenced);
        bench.Uplink.Acked.ShouldBe(0u);
    }

    private static ToKiosk Welcome() => new() { Welcome = new Welcome { WindowRows = 256 } };

    private static ToKiosk Ack(ulong seq, FromKiosk sent) =>
        new() { Ack = new Ack { Upto = new Note { Seq = seq, Hash = sent.Batch?.Rows[^1].Hash } } };

    private static IEnumerable<ToKiosk> Beats()
    {
        while (true)
        {
            yield return new ToKiosk { Beat = new Beat() };
        }
    }

    private static IEnumerable<ToKiosk> Acks()
    {
        while (true)
        {
            yield return new ToKiosk { Ack = new Ack { Upto = new Note() } };
        }
    }
}
