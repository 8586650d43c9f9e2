using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Identity;

namespace KioskSuite.Tests.Identity;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("6222021234567890128", "622202*********0128")]
    [InlineData("4111111111111111", "411111******1111")]
    [InlineData("123456789012", "************")]
    [InlineData("", "")]
    public void A_pan_keeps_six_and_four(string pan, string masked) => Masking.Pan(pan).ShouldBe(masked);

    [Theory]
    [InlineData("11010519491231002X", "1****************X")]
    [InlineData("CAN110081080310", "C*************0")]
    [InlineData("1234567", "*******")]
    public void An_identity_number_keeps_its_ends(string number, string masked) =>
        Masking.IdNumber(number).ShouldBe(masked);

    [Theory]
    [InlineData("欧阳娜娜", "欧**娜")]
    [InlineData("张三", "*三")]
    [InlineData("张", "*")]
    [InlineData("𠮷田三", "𠮷*三")]
    [InlineData("ZHENGJIAN,YANGBEN", "Z********,Y******")]
    [InlineData("ANNE MARIE SMITH", "A*** ***** S****")]
    [InlineData("Li", "L*")]
    [InlineData("", "")]
    public void A_name_keeps_what_the_policy_says(string name, string masked) => Masking.Name(name).ShouldBe(masked);

    [Fact]
    public void Half_a_character_is_masked() => Masking.Name("三\uD800四\uDC00").ShouldBe("三***");

    [Fact]
    public void A_masked_pan_shows_at_most_ten_digits_keeps_its_length_and_stays_as_it_is()
    {
        var digit = Gen.Elements("0123456789".ToCharArray());
        var pans = Gen.Choose(0, 40).SelectMany(n => Gen.ArrayOf(digit, n)).Select(digits => new string(digits));
        Prop.ForAll(pans.ToArbitrary(), pan =>
        {
            var masked = Masking.Pan(pan);
            return masked.Length == pan.Length
                && masked.Count(char.IsAsciiDigit) <= 10
                && Masking.Pan(masked) == masked;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_masked_to_its_length_and_masking_again_changes_nothing() => Prop.ForAll<char[]>(drawn =>
    {
        var text = new string(drawn ?? []);
        var (pan, number, name) = (Masking.Pan(text), Masking.IdNumber(text), Masking.Name(text));
        return pan.Length == text.Length && Masking.Pan(pan) == pan && pan.Count(char.IsAsciiDigit) <= 10
            && number.Length == text.Length && Masking.IdNumber(number) == number
            && Elements(name) == Elements(text) && Masking.Name(name) == name;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Mixed_names_keep_their_length_and_stay_as_they_are()
    {
        string[] parts =
        [
            "a", "B", "三", "𠮷", "\uD800", "\u0301", "\u0D4E", "\u1100", "\u1161", "·", " ", ",", "1", "*", "\r", "\n",
        ];
        var names = Gen.Elements(parts).ArrayOf().Select(string.Concat);
        Prop.ForAll(names.ToArbitrary(), name =>
        {
            var masked = Masking.Name(name);
            return Elements(masked) == Elements(name) && Masking.Name(masked) == masked;
        }).QuickCheckThrowOnFailure();
    }

    private static int Elements(string text) => new StringInfo(text).LengthInTextElements;
}
