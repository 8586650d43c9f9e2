using KioskSuite.Devices;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>
/// Characters to bits of a stripe track (ISO/IEC 7811-2 and -6): data bits with the least significant first, then odd
/// parity; start sentinel, data, end sentinel, LRC (even per column, with an odd parity bit of its own).
/// </summary>
public sealed class TrackEncoding
{
    private readonly char _zero;
    private readonly char _start;
    private readonly int _dataBits;

    private TrackEncoding(char zero, char start, int dataBits, int maxCharacters) =>
        (_zero, _start, _dataBits, MaxCharacters) = (zero, start, dataBits, maxCharacters);

    /// <summary>7 bits per character, space to underscore, 79 characters, 210 bits per inch.</summary>
    public static TrackEncoding Track1 { get; } = new(' ', '%', 6, 79);

    /// <summary>5 bits per character, 0 to 9 and : ; &lt; = &gt; ?, 40 characters, 75 bits per inch.</summary>
    public static TrackEncoding Track2 { get; } = new('0', ';', 4, 40);

    /// <summary>As track 2, 107 characters, 210 bits per inch.</summary>
    public static TrackEncoding Track3 { get; } = new('0', ';', 4, 107);

    /// <summary>In their order on the stripe.</summary>
    public static IReadOnlyList<TrackEncoding> All { get; } = [Track1, Track2, Track3];

    /// <summary>Most characters with both sentinels and the LRC.</summary>
    public int MaxCharacters { get; }

    private static char EndSentinel => '?';

    /// <summary>True when every character can be written and the track is long enough.</summary>
    public bool CanWrite(string data) =>
        data.Length <= MaxCharacters - 3 && data.All(c => Fits(c) && c != EndSentinel && c != _start);

    /// <summary>Bits in the order of writing, sentinels and LRC added.</summary>
    public bool[] Encode(string data)
    {
        InvariantException.Require(CanWrite(data), "data does not fit the track");
        var codes = $"{_start}{data}{EndSentinel}".Select(c => c - _zero).ToList();
        codes.Add(codes.Aggregate(0, (sum, code) => sum ^ code));
        return [.. codes.SelectMany(Bits)];
    }

    /// <summary>
    /// Data between the sentinels; leading zero bits (clocking) are skipped. Wrong parity, LRC or a missing sentinel is
    /// <see cref="DeviceFault.Garbage"/>.
    /// </summary>
    public Outcome<string> Decode(ReadOnlySpan<bool> bits)
    {
        var first = bits.IndexOf(true);
        if (first < 0)
        {
            return DeviceFault.Garbage;
        }

        var text = new List<char>();
        var sum = 0;
        var width = _dataBits + 1;
        for (var rest = bits[first..]; rest.Length >= width && text.Count < MaxCharacters; rest = rest[width..])
        {
            if (Code(rest[..width]) is not { } code)
            {
                return DeviceFault.Garbage;
            }

            sum ^= code;
            if (text.Count > 1 && text[^1] == EndSentinel)
            {
                return sum == 0 ? new string([.. text[1..^1]]) : DeviceFault.Garbage;
            }

            text.Add((char)(_zero + code));
            if (text[0] != _start)
            {
                return DeviceFault.Garbage;
            }
        }

        return DeviceFault.Garbage;
    }

    private bool Fits(char c) => c >= _zero && c < _zero + (1 << _dataBits);

    private IEnumerable<bool> Bits(int code)
    {
        var data = Enumerable.Range(0, _dataBits).Select(i => ((code >> i) & 1) == 1).ToList();
        return data.Append(data.Count(bit => bit) % 2 == 0);
    }

    private int? Code(ReadOnlySpan<bool> character)
    {
        var code = 0;
        for (var i = 0; i < _dataBits; i++)
        {
            code |= character[i] ? 1 << i : 0;
        }

        return character.Count(true) % 2 == 1 ? code : null;
    }
}
