namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Values that came enciphered in whole blocks.</summary>
internal static class SecretValue
{
    private const int LongestPadding = 16;

    /// <summary>
    /// Takes the padding of whole cipher blocks off: zeros, or 80 with zeros or FF. Null when something else is there.
    /// </summary>
    public static byte[]? Cut(byte[] value, int length)
    {
        if (length <= 0 || value.Length < length || value.Length > length + LongestPadding)
        {
            return null;
        }

        var rest = value.AsSpan(length);
        var filler = rest is [Emv.PadStart, ..] ? rest[1..] : rest;
        var isFiller = !filler.ContainsAnyExcept((byte)0)
            || (filler.Length < rest.Length && !filler.ContainsAnyExcept(byte.MaxValue));
        return isFiller ? value[..length] : null;
    }
}
