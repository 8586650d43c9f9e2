using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Identity;

namespace KioskSuite.Tests.Identity;

public sealed class CheckDigitTests
{
    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("440524188001010014", true)]
    [InlineData("310115198108030025", true)]
    [InlineData("810000199001010019", true)]
    [InlineData("820000198506150022", true)]
    [InlineData("83000019781212003X", true)]
    [InlineData("911124198108030024", true)]
    [InlineData("110101199003070012", false)]
    [InlineData("11010519491231002x", false)]
    [InlineData("1101051949123100２X", false)]
    [InlineData("", false)]
    public void Citizen_numbers_check_by_mod_11_2(string number, bool valid) =>
        CheckDigits.IsMod112(number).ShouldBe(valid);

    [Theory]
    [InlineData("CAN110081080310", true)]
    [InlineData("CAN110081080311", false)]
    [InlineData("can110081080310", false)]
    [InlineData("CAN11008108031", false)]
    public void Numbers_of_2017_check_by_weights_7_3_1(string number, bool valid) =>
        CheckDigits.IsForeign2017(number).ShouldBe(valid);

    [Fact]
    public void A_changed_digit_is_always_found()
    {
        const string good = "310115198108030025";
        for (var place = 0; place < good.Length; place++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = good[..place] + digit + good[(place + 1)..];
                CheckDigits.IsMod112(changed).ShouldBe(changed == good);
            }
        }
    }

    [Fact]
    public void Any_text_is_answered() => Prop.ForAll<string>(text =>
    {
        CheckDigits.IsMod112(text ?? "");
        CheckDigits.IsForeign2017(text ?? "");
        return true;
    }).QuickCheckThrowOnFailure();
}
