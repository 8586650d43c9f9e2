using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Identity;

namespace KioskSuite.Tests.Identity;

public sealed class DocumentRulesTests
{
    private static readonly DateOnly _today = new(2026, 8, 1);

    private static readonly IdDocument _resident = Document(
        DocumentKind.ResidentCard, "310115198108030025", "2", "19810803", "20200101", "20400101");

    [Fact]
    public void Good_documents_of_all_kinds_have_no_finding()
    {
        DocumentRules.Check(_resident, _today).ShouldBeEmpty();
        DocumentRules.Check(_resident with { ValidTo = "长期" }, _today).ShouldBeEmpty();
        DocumentRules.Check(
            Document(
                DocumentKind.HongKongMacaoTaiwanPermit, "83000019781212003X", "1", "19781212", "20180901", "20330901"),
            _today).ShouldBeEmpty();
        DocumentRules.Check(
            Document(
                DocumentKind.ForeignPermanentResident2017, "CAN110081080310", "2", "19810803", "20170616", "20270615")
                with { Nationality = "CAN" }, _today).ShouldBeEmpty();
        DocumentRules.Check(
            Document(
                DocumentKind.ForeignPermanentResident2023,
                "911124198108030024", "2", "19810803", "20231201", "20331201"),
            _today).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", DocumentFinding.NumberMalformed)]
    [InlineData("31011519810803002", DocumentFinding.NumberMalformed)]
    [InlineData("310115198108030026", DocumentFinding.NumberCheckDigitWrong)]
    [InlineData("810000198108030023", DocumentFinding.DivisionWrong)]
    [InlineData("911124198108030024", DocumentFinding.DivisionWrong)]
    [InlineData("310115198108040021", DocumentFinding.BirthDiffers)]
    [InlineData("310115198108030033", DocumentFinding.SexDiffers)]
    public void A_wrong_number_is_found(string number, DocumentFinding finding) =>
        DocumentRules.Check(_resident with { Number = number }, _today).ShouldContain(finding);

    [Fact]
    public void A_resident_number_is_no_permit_number() => DocumentRules
        .Check(_resident with { Kind = DocumentKind.HongKongMacaoTaiwanPermit }, _today)
        .ShouldBe([DocumentFinding.DivisionWrong]);

    [Theory]
    [InlineData("20200101", "20260731", DocumentFinding.Expired)]
    [InlineData("20260802", "20400101", DocumentFinding.NotYetValid)]
    [InlineData("20400101", "20200101", DocumentFinding.ValidityMalformed)]
    [InlineData("20200101", "20260230", DocumentFinding.ValidityMalformed)]
    [InlineData("", "长期", DocumentFinding.ValidityMalformed)]
    public void A_validity_that_does_not_hold_today_is_found(string from, string to, DocumentFinding finding) =>
        DocumentRules.Check(_resident with { ValidFrom = from, ValidTo = to }, _today).ShouldBe([finding]);

    [Fact]
    public void First_and_last_day_are_valid()
    {
        DocumentRules.Check(_resident with { ValidFrom = "20260801" }, _today).ShouldBeEmpty();
        DocumentRules.Check(_resident with { ValidTo = "20260801" }, _today).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("19810230", DocumentFinding.BirthMalformed)]
    [InlineData("20270101", DocumentFinding.BirthInFuture)]
    public void A_birth_that_cannot_be_is_found(string birth, DocumentFinding finding) =>
        DocumentRules.Check(_resident with { Birth = birth }, _today).ShouldContain(finding);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("张\0三")]
    [InlineData("张\u202E三")]
    [InlineData("张\u200B三")]
    public void A_name_that_cannot_be_printed_is_found(string name) =>
        DocumentRules.Check(_resident with { Name = name }, _today).ShouldBe([DocumentFinding.NameMalformed]);

    [Fact]
    public void A_name_with_half_a_character_is_found() =>
        DocumentRules.Check(_resident with { Name = "张\uD800" }, _today).ShouldBe([DocumentFinding.NameMalformed]);

    [Fact]
    public void Rare_characters_are_no_finding() =>
        DocumentRules.Check(_resident with { Name = "𠮷\uE000娜" }, _today).ShouldBeEmpty();

    [Fact]
    public void Another_nationality_than_the_numbers_is_found()
    {
        var document = Document(
            DocumentKind.ForeignPermanentResident2017, "CAN110081080310", "2", "19810803", "20170616", "20270615");
        DocumentRules.Check(document with { Nationality = "USA" }, _today)
            .ShouldBe([DocumentFinding.NationalityDiffers]);
    }

    [Fact]
    public void Any_text_in_any_field_is_answered() => Prop.ForAll<string, string, string>((one, two, three) =>
    {
        (one, two, three) = (one ?? "", two ?? "", three ?? "");
        foreach (var kind in Enum.GetValues<DocumentKind>())
        {
            var document = Document(kind, one, two, three, one, two) with { Name = three };
            if (!DocumentRules.Check(document, _today).Any())
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    private static IdDocument Document(
        DocumentKind kind, string number, string sex, string birth, string validFrom, string validTo) => new(
        kind, number, "证件样本", "", sex, "01", "", birth, "", "", validFrom, validTo, "", "", DeviceFault.NoPortrait);
}
