using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

public sealed class KioskLogTests : IDisposable
{
    private static readonly ByteString First = CentralBench.Epoch("first");
    private static readonly ByteString Second = CentralBench.Epoch("second");
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_hash_is_that_of_the_format()
    {
        var epoch = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        var opened = new Row { Seq = 1, At = 1780000000000, Boot = 1, Mono = 5000000, Kind = "epoch.opened" };
        var one = EntryHash.Of(epoch, opened, new byte[32]);
        Convert.ToHexStringLower(one).ShouldBe("25a5d355de8e8eb053fc91bc864ef3d6df75a3fbf6f89f0c0143260e733c92e8");
        var second = new Row
        {
            Seq = 2, At = 1780000000250, Boot = 1, Mono = 5250000, Case = 2, Kind = "case.opened",
            Payload = ByteString.CopyFrom(0x0A, 0x01, 0x01),
        };
        Convert.ToHexStringLower(EntryHash.Of(epoch, second, one))
            .ShouldBe("b4b5187f80895323505fdc9defd26077250b5a62baa64ce067152802f11398a8");
    }

    [Fact]
    public void Rows_are_stored_as_they_came_and_acknowledged_to_the_last()
    {
        var rows = new TestLog(First).Rows(5);
        var line = Greet(First, out var welcome);
        (welcome.Acked.Seq, welcome.WindowRows, welcome.WindowBytes).ShouldBe((0ul, 256u, 1048576u));
        var upto = Take(line, rows);
        (upto.Seq, upto.Hash).ShouldBe((5ul, rows[4].Hash));
        _bench.Ask<long>("SELECT count(*) FROM entry WHERE kind = 'act.done' AND case_no = 1").ShouldBe(5);
        Greet(First, out var again);
        (again.Acked.Seq, again.Acked.Hash).ShouldBe((5ul, rows[4].Hash));
    }

    [Fact]
    public void Rows_that_come_again_are_passed_over()
    {
        var rows = new TestLog(First).Rows(5);
        var line = Greet(First, out _);
        Take(line, rows[..3]);
        Take(line, rows).Seq.ShouldBe(5ul);
        Take(line, rows[..2]).Seq.ShouldBe(5ul);
        _bench.Ask<long>("SELECT count(*) FROM entry").ShouldBe(5);
    }

    [Fact]
    public void A_gap_is_out_of_range_and_stores_nothing_of_the_batch()
    {
        var rows = new TestLog(First).Rows(5);
        var line = Greet(First, out _);
        Code(() => Take(line, rows[1..])).ShouldBe(StatusCode.OutOfRange);
        Take(line, rows[..1]);
        Code(() => Take(line, [rows[1], rows[3]])).ShouldBe(StatusCode.OutOfRange);
        _bench.Ask<long>("SELECT count(*) FROM entry").ShouldBe(1);
        Take(line, rows[1..]).Seq.ShouldBe(5ul);
    }

    [Fact]
    public void Any_changed_field_breaks_the_chain()
    {
        Action<Row>[] changes =
        [
            r => r.At++, r => r.Boot++, r => r.Mono++, r => r.Case = 2, r => r.Kind = "act.failed",
            r => r.Payload = ByteString.CopyFromUtf8("payloae"), r => r.Hash = CentralBench.Hash("x"),
        ];
        var line = Greet(First, out _);
        foreach (var change in changes)
        {
            var rows = new TestLog(First).Rows(3);
            change(rows[1]);
            Code(() => Take(line, rows)).ShouldBe(StatusCode.DataLoss);
        }

        _bench.Ask<long>("SELECT count(*) FROM entry").ShouldBe(0);
    }

    [Fact]
    public void A_changed_payload_under_a_known_hash_is_data_loss()
    {
        var rows = new TestLog(First).Rows(3);
        var line = Greet(First, out _);
        Take(line, rows);
        rows[2].Payload = ByteString.CopyFromUtf8("other");
        Code(() => Take(line, rows)).ShouldBe(StatusCode.DataLoss);
    }

    [Fact]
    public void Another_entry_at_a_known_position_fences_the_epoch()
    {
        var line = Greet(First, out _);
        Take(line, new TestLog(First).Rows(3));
        Code(() => Take(line, new TestLog(First).Rows(3, "act.failed"))).ShouldBe(StatusCode.FailedPrecondition);
        Code(() => Take(line, new TestLog(First).Rows(4))).ShouldBe(StatusCode.FailedPrecondition);
        Code(() => Greet(First, out _)).ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public void A_head_that_differs_is_fenced_at_the_first_word()
    {
        Take(Greet(First, out _), new TestLog(First).Rows(3));
        var hello = TestLog.Hello(CentralBench.Kiosk, First);
        hello.Head = new Note { Seq = 2, Hash = CentralBench.Hash("fork") };
        Code(() => _bench.Central.Link.Greet(hello, out _)).ShouldBe(StatusCode.FailedPrecondition);
        Code(() => Greet(First, out _)).ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public void A_new_epoch_goes_on_from_its_parent_and_ends_it()
    {
        var rows = new TestLog(First).Rows(5);
        Take(Greet(First, out _), rows);
        var child = new TestLog(Second, 3, rows[2].Hash).Rows(2);
        var line = _bench.Central.Link.Greet(TestLog.Hello(CentralBench.Kiosk, Second, First), out var welcome);
        welcome.Acked.Seq.ShouldBe(0ul);
        Code(() => Take(line, child[1..])).ShouldBe(StatusCode.DataLoss);
        Take(line, child).Seq.ShouldBe(5ul);
        Take(line, child).Seq.ShouldBe(5ul);
        Code(() => Greet(First, out _)).ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public void A_known_kiosk_with_a_log_from_nowhere_is_refused()
    {
        Greet(First, out _);
        Code(() => Greet(Second, out _)).ShouldBe(StatusCode.FailedPrecondition);
        var orphan = TestLog.Hello(CentralBench.Kiosk, Second, CentralBench.Epoch("unknown"));
        Code(() => _bench.Central.Link.Greet(orphan, out _)).ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public void The_newest_line_of_an_epoch_ends_the_one_before()
    {
        var rows = new TestLog(First).Rows(2);
        var before = Greet(First, out _);
        var after = Greet(First, out _);
        Code(() => Take(before, rows)).ShouldBe(StatusCode.FailedPrecondition);
        Take(after, rows).Seq.ShouldBe(2ul);
    }

    [Fact]
    public void A_batch_over_the_window_is_too_much()
    {
        var line = Greet(First, out _);
        Code(() => Take(line, new TestLog(First).Rows(257))).ShouldBe(StatusCode.ResourceExhausted);
        Take(line, new TestLog(First).Rows(256)).Seq.ShouldBe(256ul);
    }

    [Fact]
    public void A_destroyed_case_key_is_forgotten()
    {
        var line = Greet(First, out _);
        var key = new CaseKey
        {
            Case = 1, Class = 2, KeyId = CentralBench.Hash("id"), ForCentral = CentralBench.Hash("k"),
        };
        _bench.Central.Link.Take(line, new Batch { Keys = { key } });
        _bench.Ask<long>("SELECT count(*) FROM case_key WHERE for_central IS NOT NULL").ShouldBe(1);
        key.Destroyed = true;
        _bench.Central.Link.Take(line, new Batch { Keys = { key } });
        _bench.Ask<long>("SELECT count(*) FROM case_key WHERE for_central IS NOT NULL").ShouldBe(0);
    }

    private static StatusCode Code(Action act) => Should.Throw<RpcException>(act).StatusCode;

    private Line Greet(ByteString epoch, out Welcome welcome) =>
        _bench.Central.Link.Greet(TestLog.Hello(CentralBench.Kiosk, epoch), out welcome);

    private Note Take(Line line, IEnumerable<Row> rows) =>
        _bench.Central.Link.Take(line, new Batch { Rows = { rows } });
}
