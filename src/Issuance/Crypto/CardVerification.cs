using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Card verification values of 3 digits (CVV, CVN: GB/T 19584 annex B).</summary>
public static class CardVerification
{
    private const int Digits = 3;
    private const string ChipServiceCode = "999";
    private const string PrintedServiceCode = "000";

    /// <summary>The value on the stripe, with the stripe's own service code.</summary>
    /// <param name="key">CVK pair, 16 bytes.</param>
    /// <param name="pan">12 to 19 digits.</param>
    /// <param name="expiry">YYMM.</param>
    /// <param name="serviceCode">3 digits.</param>
    public static string Cvv(ReadOnlySpan<byte> key, string pan, string expiry, string serviceCode)
    {
        InvariantException.Require(pan.Length is >= 12 and <= 19 && Luhn.AllDigits(pan), "PAN has 12 to 19 digits");
        InvariantException.Require(expiry.Length == 4 && Luhn.AllDigits(expiry), "expiry has 4 digits");
        InvariantException.Require(serviceCode.Length == 3 && Luhn.AllDigits(serviceCode), "service code has 3 digits");
        var block = Convert.FromHexString((pan + expiry + serviceCode).PadRight(32, '0'));
        return Decimalisation.DigitsFirst(RetailMac.ComputeBlocks(key, block), Digits);
    }

    /// <summary>The value in the chip's track 2: service code 999.</summary>
    public static string Icvv(ReadOnlySpan<byte> key, string pan, string expiry) =>
        Cvv(key, pan, expiry, ChipServiceCode);

    /// <summary>The printed value: service code 000; the scheme says in which order the date enters.</summary>
    /// <param name="key">CVK pair, 16 bytes.</param>
    /// <param name="pan">12 to 19 digits.</param>
    /// <param name="expiry">YYMM, whatever the order.</param>
    /// <param name="order">Product data.</param>
    public static string Cvv2(ReadOnlySpan<byte> key, string pan, string expiry, DateOrder order)
    {
        InvariantException.Require(expiry.Length == 4, "expiry has 4 digits");
        return Cvv(key, pan, order == DateOrder.YearMonth ? expiry : expiry[2..] + expiry[..2], PrintedServiceCode);
    }
}

/// <summary>How a scheme writes the expiry into the printed verification value.</summary>
public enum DateOrder
{
    YearMonth,
    MonthYear,
}
