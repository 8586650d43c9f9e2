using System.Globalization;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>Digits and months as certificates write them: BCD, filled with F.</summary>
internal static class CertificateDigits
{
    private const char Filler = 'F';

    public static byte[] Pack(string digits, int bytes)
    {
        InvariantException.Require(Luhn.AllDigits(digits) && digits.Length <= 2 * bytes, "digits that fit");
        return Convert.FromHexString(digits.PadRight(2 * bytes, Filler));
    }

    /// <summary>Null when it is no digits filled with F on the right.</summary>
    public static string? Unpack(ReadOnlySpan<byte> bytes)
    {
        var digits = Convert.ToHexString(bytes).TrimEnd(Filler);
        return Luhn.AllDigits(digits) ? digits : null;
    }

    /// <summary>MMYY; certificates end with the month.</summary>
    public static byte[] PackMonth(DateOnly end) =>
        Convert.FromHexString(end.ToString("MMyy", CultureInfo.InvariantCulture));

    /// <summary>The last day of MMYY in 2000 to 2099; null when it is no month.</summary>
    public static DateOnly? UnpackMonth(ReadOnlySpan<byte> bytes)
    {
        var text = Convert.ToHexString(bytes);
        return DateOnly.TryParseExact(
            $"20{text[2..]}{text[..2]}01", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? first.AddMonths(1).AddDays(-1)
            : null;
    }
}
