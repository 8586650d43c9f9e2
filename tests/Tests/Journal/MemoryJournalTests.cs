using KioskSuite.Journal;

namespace KioskSuite.Tests.Journal;

public sealed class MemoryJournalTests : JournalContract
{
    protected override ValueTask<IJournal> OpenAsync() => new(new MemoryJournal(Time));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void An_append_is_complete_when_it_returns() =>
        Log.AppendAsync([new Fact("a", default)], None).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

    [Fact]
    public async Task Its_hashes_are_the_vectors_of_the_format()
    {
        var log = new MemoryJournal(new VectorTime());
        await log.AppendAsync([new Fact("case.opened", new byte[] { 10, 1, 1 }, OpensCase: true)], None);

        Convert.ToHexStringLower(log.HashAt(1)!)
            .ShouldBe("25a5d355de8e8eb053fc91bc864ef3d6df75a3fbf6f89f0c0143260e733c92e8");
        Convert.ToHexStringLower(log.Head.Hash)
            .ShouldBe("b4b5187f80895323505fdc9defd26077250b5a62baa64ce067152802f11398a8");
    }

    /// <summary>The two moments of the vectors: 5 ms and 5.25 ms after opening, 250 ms apart on the wall.</summary>
    private sealed class VectorTime : TimeProvider
    {
        private readonly Queue<long> _ticks = new([0, 500, 525]);
        private readonly Queue<long> _wall = new([1780000000000, 1780000000250]);

        public override long TimestampFrequency => 100_000;

        public override long GetTimestamp() => _ticks.Dequeue();

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_wall.Dequeue());
    }
}
