using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class CardVerificationTests
{
    [Fact]
    public void The_scheme_s_date_order_changes_the_printed_value()
    {
        var key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        var month = CardVerification.Cvv2(key, "6212345678901234569", "3012", DateOrder.MonthYear);
        month.ShouldBe(CardVerification.Cvv(key, "6212345678901234569", "1230", "000"));
        month.ShouldNotBe(CardVerification.Cvv2(key, "6212345678901234569", "3012", DateOrder.YearMonth));
    }
}
