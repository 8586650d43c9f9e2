using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance;

public sealed class TlvTests
{
    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    [Theory]
    [InlineData("9F")]
    [InlineData("9F38")]
    [InlineData("84")]
    [InlineData("8405A0000003")]
    [InlineData("848105A0000003")]
    [InlineData("8480")]
    [InlineData("84830000010A")]
    [InlineData("84820001")]
    [InlineData("1F8080808001FF")]
    [InlineData("6F038405A0")]
    [InlineData("6F0484020102FF")]
    public void What_does_not_fit_exactly_is_garbage(string hex) =>
        BerTlv.Parse(Hex(hex)).Failure!.Fault.ShouldBe(DeviceFault.Garbage);

    [Fact]
    public void Zero_bytes_between_objects_are_skipped()
    {
        var parsed = BerTlv.Parse(Hex("00008401AA000050000000")).Value;
        parsed.Select(o => o.Tag).ShouldBe([0x84u, 0x50u]);
    }

    [Fact]
    public void Nesting_of_eight_is_parsed_and_of_nine_is_garbage()
    {
        var deep = BerTlv.Build(EmvTag.Label, [1]);
        for (var level = 1; level < BerTlv.MaxDepth; level++)
        {
            deep = BerTlv.Build(EmvTag.Record, deep);
        }

        BerTlv.Parse(deep).Ok.ShouldBeTrue();
        BerTlv.Parse(BerTlv.Build(EmvTag.Record, deep)).Ok.ShouldBeFalse();
    }

    [Fact]
    public void Objects_without_end_are_garbage()
    {
        var many = Enumerable.Range(0, BerTlv.MaxObjects).SelectMany(_ => Hex("5000")).ToArray();
        BerTlv.Parse(many).Ok.ShouldBeTrue();
        BerTlv.Parse((byte[])[.. many, .. Hex("5000")]).Ok.ShouldBeFalse();
    }

    [Fact]
    public void A_path_goes_past_an_equal_tag_that_lacks_the_rest()
    {
        var parsed = BerTlv.Parse(Hex("61025000610350018861045002AABB")).Value;
        parsed.FindPath(EmvTag.DirectoryEntry, EmvTag.Aid).ShouldBeNull();
        parsed[0].Find(EmvTag.Label)!.Value.Length.ShouldBe(0);
        BerTlv.Parse(Hex("6102500061034F0188")).Value
            .FindPath(EmvTag.DirectoryEntry, EmvTag.Aid)!.Value.ToArray().ShouldBe([0x88]);
    }

    [Theory]
    [InlineData(0, "5000")]
    [InlineData(127, "507F")]
    [InlineData(128, "508180")]
    [InlineData(255, "5081FF")]
    [InlineData(256, "50820100")]
    [InlineData(65535, "5082FFFF")]
    public void Lengths_take_their_shortest_form_both_ways(int length, string head)
    {
        var built = BerTlv.Build(EmvTag.Label, new ReadOnlySpan<byte>(new byte[length]));
        Convert.ToHexString(built)[..head.Length].ShouldBe(head);
        if (built.Length <= ushort.MaxValue)
        {
            BerTlv.Parse(built).Value.ShouldHaveSingleItem().Value.Length.ShouldBe(length);
        }
    }

    [Fact]
    public void Any_bytes_are_parsed_or_garbage() => Prop.ForAll<byte[]>(bytes =>
    {
        var parsed = BerTlv.Parse(bytes);
        return parsed.Ok || parsed.Failure!.Fault == DeviceFault.Garbage;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_real_answer_with_one_changed_byte_never_throws()
    {
        var fci = Vectors.All["tlv-unionpay-debit-fci-contact"].Hex("data");
        for (var place = 0; place < fci.Length; place++)
        {
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                var changed = fci.ToArray();
                changed[place] = (byte)value;
                var parsed = BerTlv.Parse(changed);
                (parsed.Ok || parsed.Failure!.Fault == DeviceFault.Garbage).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void A_built_object_parses_to_itself() => Prop.ForAll<byte[], ushort>((value, tail) =>
    {
        var tag = tail % 2 == 0 ? EmvTag.Pdol : EmvTag.Label;
        return BerTlv.Parse(BerTlv.Build(tag, new ReadOnlySpan<byte>(value))).Value is [var one]
            && one.Tag == tag && one.Value.Span.SequenceEqual(value);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 3)]
    [InlineData(254, 3)]
    [InlineData(255, 5)]
    [InlineData(600, 5)]
    public void A_grouping_survives_both_ways_at_each_length_form(int length, int head)
    {
        var built = new Dgi(DgiTag.Record(1, 2), new byte[length]).Build();
        built.Length.ShouldBe(head + length);
        var parsed = Dgi.Parse(built).Value.ShouldHaveSingleItem();
        (parsed.Tag, parsed.Value.Length).ShouldBe(((ushort)0x0102, length));
    }

    [Fact]
    public void Any_bytes_are_groupings_or_garbage() => Prop.ForAll<byte[]>(bytes =>
    {
        var parsed = Dgi.Parse(bytes);
        return parsed.Ok || parsed.Failure!.Fault == DeviceFault.Garbage;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cut_grouping_is_garbage()
    {
        var built = new Dgi(DgiTag.Keys, new byte[300]).Build();
        for (var length = 1; length < built.Length; length++)
        {
            Dgi.Parse(built.AsMemory(0, length)).Ok.ShouldBeFalse();
        }
    }

    [Fact]
    public void A_list_is_filled_by_format_of_each_object()
    {
        var list = DataObjectList.Parse(Hex("9F02039F1A049F3702DF0102")).Value;
        var filled = DataObjectList.Fill(list, tag => tag switch
        {
            EmvTag.Amount => (Hex("000000001234"), true),
            EmvTag.TerminalCountry => (Hex("0156"), true),
            EmvTag.UnpredictableNumber => (Hex("A1B2C3D4"), false),
            _ => ([], false),
        });
        filled.ShouldBe(Hex("001234" + "00000156" + "A1B2" + "0000"));
    }

    [Theory]
    [InlineData("9F02")]
    [InlineData("9F")]
    [InlineData("9F0281FD")]
    [InlineData("9F02FF9F0310")]
    public void A_list_that_is_cut_or_asks_for_too_much_is_garbage(string hex) =>
        DataObjectList.Parse(Hex(hex)).Ok.ShouldBeFalse();
}
