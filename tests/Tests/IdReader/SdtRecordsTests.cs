using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.IdReader.Sdt;

namespace KioskSuite.Tests.IdReader;

public sealed class SdtRecordsTests
{
    [Theory]
    [InlineData("resident")]
    [InlineData("resident-longterm")]
    [InlineData("J")]
    [InlineData("I")]
    [InlineData("Y")]
    public void A_published_record_is_built_again_to_the_byte(string layout)
    {
        var bytes = SdtVectors.Text(layout);

        SdtTextRecord.Parse(bytes).Value.Build().ShouldBe(bytes);
    }

    [Fact]
    public void A_resident_card_is_read_field_by_field()
    {
        var card = Parse("resident");

        card.Kind.ShouldBe(DocumentKind.ResidentCard);
        (card.Name, card.Sex, card.Ethnicity, card.Birth).ShouldBe(("证件样本", "2", "01", "19810803"));
        (card.Address, card.Number).ShouldBe(("上海市浦东新区样例路1号", "310115198108030025"));
        (card.Authority, card.ValidFrom, card.ValidTo).ShouldBe(("上海市公安局浦东分局", "20200101", "20400101"));
        (card.LatinName, card.Nationality, card.FormerNumber, card.IssueCount).ShouldBe(("", "", "", ""));
    }

    [Fact]
    public void A_card_without_an_end_is_valid_for_long() => Parse("resident-longterm").ValidTo.ShouldBe("长期");

    [Fact]
    public void A_residence_permit_has_travel_permit_number_and_count_but_no_ethnic_group()
    {
        var permit = Parse("J");

        permit.Kind.ShouldBe(DocumentKind.HongKongMacaoTaiwanPermit);
        (permit.Number, permit.FormerNumber, permit.IssueCount).ShouldBe(("83000019781212003X", "12345678", "01"));
        permit.Ethnicity.ShouldBeEmpty();
    }

    [Fact]
    public void A_foreign_card_of_2017_has_both_names_and_no_address()
    {
        var card = Parse("I");

        card.Kind.ShouldBe(DocumentKind.ForeignPermanentResident2017);
        (card.Name, card.LatinName).ShouldBe(("证件样本", "TESTSURNAME,TESTGIVEN"));
        (card.Number, card.Nationality, card.Birth).ShouldBe(("CAN110081080310", "CAN", "19810803"));
        (card.ValidFrom, card.ValidTo, card.Authority).ShouldBe(("20170616", "20270615", "1500"));
        card.Address.ShouldBeEmpty();
    }

    [Fact]
    public void A_foreign_card_of_2023_has_the_link_to_its_former_number()
    {
        var card = Parse("Y");

        card.Kind.ShouldBe(DocumentKind.ForeignPermanentResident2023);
        (card.Name, card.LatinName).ShouldBe(("证件样本", "ZHENGJIAN,YANGBEN"));
        (card.Number, card.Nationality, card.FormerNumber).ShouldBe(("911124198108030024", "CAN", "001"));
    }

    [Fact]
    public void A_long_Latin_name_runs_on_into_its_second_place_with_its_space()
    {
        var name = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH IJKLMNOPQRS";
        var record = SdtTextRecord.Parse(SdtVectors.Text("Y")).Value with { LatinName = name };

        SdtTextRecord.Parse(record.Build()).Value.LatinName.ShouldBe(name);
    }

    [Fact]
    public void Without_a_Chinese_name_the_Latin_name_is_the_name()
    {
        var record = SdtTextRecord.Parse(SdtVectors.Text("I")).Value with { Name = string.Empty };

        SdtTextRecord.Parse(record.Build()).Value.ToDocument(DeviceFault.NoPortrait).Name
            .ShouldBe("TESTSURNAME,TESTGIVEN");
    }

    // UTF-16 units in hex: NUL, unpaired surrogates, controls, a noncharacter, letters where digits belong.
    [Theory]
    [InlineData(0, "0000")]
    [InlineData(10, "0000")]
    [InlineData(0, "D842")]
    [InlineData(28, "D842")]
    [InlineData(52, "DFB7")]
    [InlineData(52, "000A")]
    [InlineData(52, "0085")]
    [InlineData(52, "FFFF")]
    [InlineData(36, "0058")]
    [InlineData(30, "0037")]
    [InlineData(204, "957F")]
    [InlineData(248, "0000")]
    public void Odd_text_makes_the_document_unreadable(int offset, string unit)
    {
        var bytes = SdtVectors.Text("resident");
        var big = Convert.FromHexString(unit);
        (bytes[offset], bytes[offset + 1]) = (big[1], big[0]);

        SdtTextRecord.Parse(bytes).Failure!.Fault.ShouldBe(DeviceFault.DocumentUnreadable);
    }

    [Fact]
    public void A_rare_character_beyond_the_first_plane_is_allowed()
    {
        var record = SdtTextRecord.Parse(SdtVectors.Text("resident")).Value with { Name = "样𠮷" };

        SdtTextRecord.Parse(record.Build()).Value.Name.ShouldBe("样𠮷");
    }

    [Theory]
    [InlineData('K')]
    [InlineData('j')]
    public void An_unknown_type_is_a_document_of_another_kind(char type)
    {
        var bytes = SdtVectors.Text("resident");
        bytes[248] = (byte)type;

        SdtTextRecord.Parse(bytes).Failure!.Fault.ShouldBe(DeviceFault.DocumentOfOtherKind);
    }

    [Fact]
    public void Empty_number_and_names_are_refused()
    {
        var card = SdtTextRecord.Parse(SdtVectors.Text("resident")).Value;

        foreach (var odd in new[] { card with { Number = "" }, card with { Name = "" }, card with { Birth = "" } })
        {
            SdtTextRecord.Parse(odd.Build()).Failure!.Fault.ShouldBe(DeviceFault.DocumentUnreadable);
        }
    }

    [Fact]
    public void A_field_that_is_too_long_for_its_place_is_not_cut() =>
        Should.Throw<InvariantException>(() =>
            (SdtTextRecord.Parse(SdtVectors.Text("resident")).Value with { Name = new string('长', 16) }).Build());

    [Fact]
    public void Random_records_never_throw_and_say_nothing_of_their_content() => Prop
        .ForAll<byte[], byte>((random, type) =>
        {
            var bytes = SdtVectors.Text("resident");
            random.AsSpan(0, Math.Min(random.Length, bytes.Length)).CopyTo(bytes);
            bytes[248] = type % 2 == 0 ? (byte)"JIY "[type / 2 % 4] : type;
            var parsed = SdtTextRecord.Parse(bytes);
            return parsed.Ok || parsed.Failure!.Said.All(char.IsAscii);
        })
        .QuickCheckThrowOnFailure();

    private static IdDocument Parse(string layout) =>
        SdtTextRecord.Parse(SdtVectors.Text(layout)).Value.ToDocument(DeviceFault.NoPortrait);
}
