using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Tlv;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

public sealed class DgiReaderTests
{
    [Fact]
    public void Groupings_cut_anywhere_come_out_whole()
    {
        Dgi[] groups = [new(0x0101, new byte[20]), new(0x8000, new byte[300]), new(0x9000, ReadOnlyMemory<byte>.Empty)];
        byte[] bytes = [.. groups.SelectMany(g => g.Build())];
        Prop.ForAll(Gen.Choose(1, bytes.Length).ToArbitrary(), size =>
        {
            var reader = new DgiReader();
            var read = bytes.Chunk(size).SelectMany(block => reader.Add(block).ShouldNotBeNull()).ToList();

            read.Select(g => (g.Tag, g.Value.Length)).ShouldBe(groups.Select(g => (g.Tag, g.Value.Length)));
            reader.Complete.ShouldBeTrue();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_grouping_that_announces_more_than_the_memory_is_refused_at_its_head() =>
        new DgiReader().Add([0x01, 0x01, 0xFF, 0xFF, 0xFF]).ShouldBeNull();
}
