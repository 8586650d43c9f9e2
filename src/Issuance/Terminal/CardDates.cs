using System.Globalization;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Dates as a chip writes them: YYMMDD, packed.</summary>
internal static class CardDates
{
    /// <summary>A day of 2000 to 2099; null when it is none.</summary>
    public static DateOnly? Parse(ReadOnlySpan<byte> packed)
    {
        var text = "20" + Convert.ToHexString(packed);
        return packed.Length == 3 && DateOnly.TryParseExact(
            text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }
}
