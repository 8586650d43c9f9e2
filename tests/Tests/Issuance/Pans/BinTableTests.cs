using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Pans;

namespace KioskSuite.Tests.Issuance.Pans;

public sealed class BinTableTests
{
    private static readonly BinTable _table = BinTable.Parse(Encoding.UTF8.GetBytes(
        """
        [
          {"prefix": "62", "lengths": [16, 17, 18, 19], "luhn": "required", "scheme": "UnionPay"},
          {"prefix": "621660", "lengths": [19], "luhn": "required", "scheme": "UnionPay debit"},
          {"prefix": "9558", "lengths": [19], "luhn": "advised", "scheme": "old debit"}
        ]
        """)).Value;

    [Theory]
    [InlineData("6222021234567890128", "UnionPay", true)]
    [InlineData("9558801234567890123", "old debit", false)]
    public void The_longest_prefix_decides(string pan, string scheme, bool holds)
    {
        var check = _table.Check(pan).Value;
        (check.Rule.Scheme, check.CheckDigitHolds).ShouldBe((scheme, holds));
    }

    [Theory]
    [InlineData("", PanFault.NotDigits)]
    [InlineData("62220212345678901２8", PanFault.NotDigits)]
    [InlineData("4111111111111111", PanFault.UnknownBin)]
    [InlineData("6216601234567890", PanFault.WrongLength)]
    [InlineData("6222021234567890127", PanFault.WrongCheckDigit)]
    public void What_is_no_PAN_is_refused_with_its_reason(string pan, PanFault fault) =>
        _table.Check(pan).Reason.ShouldBe(fault);

    [Theory]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("{")]
    [InlineData("[{}]")]
    [InlineData("""[{"prefix": "62", "lengths": [16], "luhn": "never", "scheme": "x"}]""")]
    [InlineData("""[{"prefix": "6a", "lengths": [16], "luhn": "required"}]""")]
    [InlineData("""[{"prefix": "62", "lengths": [], "luhn": "required"}]""")]
    [InlineData("""[{"prefix": "62", "lengths": [20], "luhn": "required"}]""")]
    [InlineData("""
        [{"prefix": "62", "lengths": [16], "luhn": "required"}, {"prefix": "62", "lengths": [19], "luhn": "required"}]
        """)]
    public void A_table_that_says_nothing_sound_is_refused(string json) =>
        BinTable.Parse(Encoding.UTF8.GetBytes(json)).Failed.ShouldBeTrue();

    [Fact]
    public void Numbers_of_62_are_known_without_a_site_s_table() =>
        BinTable.UnionPay.Check("6222021234567890128").Ok.ShouldBeTrue();

    [Fact]
    public void Any_text_is_answered() => Prop.ForAll<string>(text =>
    {
        _table.Check(text ?? "");
        BinTable.Parse(Encoding.UTF8.GetBytes(text ?? ""));
    }).QuickCheckThrowOnFailure();
}
