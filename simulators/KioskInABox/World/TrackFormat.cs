namespace KioskSuite.KioskInABox.World;

/// <summary>How one track is written (ISO/IEC 7811-2): the simulator's own view, apart from the product's.</summary>
/// <param name="Width">Bits of a character, the last its odd parity.</param>
/// <param name="First">The character of code 0.</param>
/// <param name="Start">Start sentinel.</param>
/// <param name="Most">Characters with sentinels and LRC.</param>
/// <param name="Density">Bits per inch.</param>
internal sealed record TrackFormat(int Width, char First, char Start, int Most, int Density)
{
    private const char End = '?';
    private const int Around = 3;

    /// <summary>In their order on the stripe.</summary>
    public static IReadOnlyList<TrackFormat> All { get; } =
        [new(7, ' ', '%', 79, 210), new(5, '0', ';', 40, 75), new(5, '0', ';', 107, 210)];

    /// <summary>Sentinels, data and LRC as bits; null when the track cannot hold the data.</summary>
    public bool[]? Magnetise(string data)
    {
        if (data.Length + Around > Most || data.Any(c => c == Start || c == End || !IsCode(c - First)))
        {
            return null;
        }

        var (bits, check) = (new List<bool>(), 0);
        foreach (var code in $"{Start}{data}{End}".Select(c => c - First))
        {
            check ^= code;
            Append(bits, code);
        }

        Append(bits, check);
        return [.. bits];
    }

    /// <summary>What stands between the sentinels; null when a parity, the LRC or a sentinel is wrong.</summary>
    public string? Read(ReadOnlySpan<bool> seen)
    {
        var (text, check) = ("", 0);
        for (var at = seen.IndexOf(true); at >= 0 && at + Width <= seen.Length; at += Width)
        {
            var (code, odd) = (0, false);
            for (var bit = 0; bit < Width; bit++)
            {
                odd ^= seen[at + bit];
                code |= seen[at + bit] && bit < Width - 1 ? 1 << bit : 0;
            }

            check ^= code;
            if (!odd || (text.Length == 1 && text[0] != Start))
            {
                return null;
            }

            if (text.Length > 1 && text[^1] == End)
            {
                return check == 0 ? text[1..^1] : null;
            }

            text += (char)(First + code);
        }

        return null;
    }

    private bool IsCode(int code) => code >= 0 && code < 1 << (Width - 1);

    private void Append(List<bool> bits, int code)
    {
        var odd = true;
        for (var bit = 0; bit < Width - 1; bit++)
        {
            bits.Add(((code >> bit) & 1) == 1);
            odd ^= bits[^1];
        }

        bits.Add(odd);
    }
}
