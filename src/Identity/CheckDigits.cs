namespace KioskSuite.Identity;

/// <summary>Check digits of identity numbers. All answer false, never throw, for any text.</summary>
public static class CheckDigits
{
    private const string Mod11Characters = "10X98765432";

    /// <summary>18 characters whose last is MOD 11-2 of the others (GB 11643, ISO 7064); X is upper case.</summary>
    public static bool IsMod112(string number)
    {
        if (number.Length != 18 || !number.AsSpan(0, 17).ContainsOnlyDigits())
        {
            return false;
        }

        // The weight of a digit is 2 to the power of its place from the right, modulo 11.
        var sum = 0;
        for (int i = 16, weight = 2; i >= 0; i--, weight = weight * 2 % 11)
        {
            sum += (number[i] - '0') * weight;
        }

        return Mod11Characters[sum % 11] == number[17];
    }

    /// <summary>
    /// Number of the 2017 permanent-resident card: 15 characters, ICAO 9303 weights 7-3-1 over the first 14.
    /// </summary>
    public static bool IsForeign2017(string number)
    {
        if (number.Length != 15
            || !number[..3].All(char.IsAsciiLetterUpper)
            || !number.AsSpan(3).ContainsOnlyDigits())
        {
            return false;
        }

        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        for (var i = 0; i < 14; i++)
        {
            var value = char.IsAsciiDigit(number[i]) ? number[i] - '0' : number[i] - 'A' + 10;
            sum += value * weights[i % 3];
        }

        return sum % 10 == number[14] - '0';
    }

    internal static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
