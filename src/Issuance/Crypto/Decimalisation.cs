using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Decimal digits out of a cipher's output.</summary>
internal static class Decimalisation
{
    /// <summary>The decimal digits of the hex text first, then its letters less ten; so many of them.</summary>
    public static string DigitsFirst(ReadOnlySpan<byte> block, int count)
    {
        var hex = Convert.ToHexString(block);
        var letters = hex.Where(char.IsAsciiLetter)
            .Select(c => (char)(c - 'A' + '0'));
        return string.Concat(hex.Where(char.IsAsciiDigit).Concat(letters).Take(count));
    }

    /// <summary>Each half byte through a table of 16 decimal digits; so many of them, as values 0 to 9.</summary>
    public static byte[] ByTable(ReadOnlySpan<byte> block, string table, int count)
    {
        InvariantException.Require(table.Length == 16 && Luhn.AllDigits(table), "the table has 16 digits");
        var digits = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var half = i % 2 == 0 ? block[i / 2] >> 4 : block[i / 2] % 16;
            digits[i] = (byte)(table[half] - '0');
        }

        return digits;
    }
}
