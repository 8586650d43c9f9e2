using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// Puts data groupings together that STORE DATA blocks cut apart; holds at most one incomplete grouping.
/// </summary>
internal sealed class DgiReader
{
    private const int LongestGroup = 4096;
    private const int ShortHead = 3;
    private const int LongHead = 5;
    private byte[] _rest = [];

    /// <summary>True when no grouping is half read.</summary>
    public bool Complete => _rest.Length == 0;

    /// <summary>Takes a block; the groupings it completed, or null when one is longer than the card's memory.</summary>
    public IReadOnlyList<Dgi>? Add(ReadOnlySpan<byte> block)
    {
        _rest = [.. _rest, .. block];
        var whole = 0;
        while (LengthAt(whole) is { } length && whole + length <= _rest.Length)
        {
            whole += length;
        }

        if (LengthAt(whole) > LongestGroup)
        {
            return null;
        }

        var groups = Dgi.Parse(_rest.AsMemory(0, whole));
        _rest = _rest[whole..];
        return groups.Ok ? groups.Value : null;
    }

    private int? LengthAt(int start)
    {
        var left = _rest.AsSpan(start);
        if (left.Length < ShortHead)
        {
            return null;
        }

        if (left[2] < byte.MaxValue)
        {
            return ShortHead + left[2];
        }

        return left.Length < LongHead ? null : LongHead + ((left[3] << 8) | left[4]);
    }
}
