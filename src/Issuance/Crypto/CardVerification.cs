using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Card verification values of 3 digits (CVV, CVN: GB/T 19584 annex B).</summary>
public static class CardVerification
{
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
        return Decimalise(RetailMac.ComputeBlocks(key, block));
    }

    /// <summary>The value in the chip's track 2: service code 999.</summary>
    public static string Icvv(ReadOnlySpan<byte> key, string pan, string expiry) =>
        Cvv(key, pan, expiry, ChipServiceCode);

    /// <summary>The printed value: service code 000; the scheme says whether the date is YYMM or MMYY.</summary>
    public static string Cvv2(ReadOnlySpan<byte> key, string pan, string date) =>
        Cvv(key, pan, date, PrintedServiceCode);

    private static string Decimalise(byte[] block)
    {
        var hex = Convert.ToHexString(block);
        var letters = hex.Where(char.IsAsciiLetter)
            .Select(c => (char)(c - 'A' + '0'));
        return string.Concat(hex.Where(char.IsAsciiDigit).Concat(letters).Take(3));
    }
}
