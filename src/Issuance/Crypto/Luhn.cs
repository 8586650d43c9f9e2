using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Check digit of card numbers (ISO/IEC 7812-1 annex B).</summary>
public static class Luhn
{
    /// <summary>The digit to put behind <paramref name="payload"/>.</summary>
    public static char CheckDigit(string payload)
    {
        InvariantException.Require(payload.Length > 0 && AllDigits(payload), "digits only");
        var sum = 0;
        for (var i = 0; i < payload.Length; i++)
        {
            var digit = payload[^(i + 1)] - '0';
            var weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return (char)('0' + (10 - sum % 10) % 10);
    }

    /// <summary>True when the last digit checks; false for anything that is not at least two ASCII digits.</summary>
    public static bool IsValid(string number) =>
        number.Length >= 2 && AllDigits(number) && CheckDigit(number[..^1]) == number[^1];

    internal static bool AllDigits(string text) => text.All(char.IsAsciiDigit);
}
