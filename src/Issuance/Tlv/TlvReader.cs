namespace KioskSuite.Issuance.Tlv;

/// <summary>
/// Reads BER tags and lengths (ISO/IEC 7816-4 §5.2.2, EMV Book 3 annex B) off a span, never past its end.
/// </summary>
internal ref struct TlvReader(ReadOnlySpan<byte> bytes)
{
    private const byte LongTag = 0x1F;
    private const byte More = 0x80;
    private const int MaxTagBytes = 4;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _bytes.Length;

    /// <summary>Zero bytes may stand before, between and after objects.</summary>
    public void SkipPadding()
    {
        while (!AtEnd && _bytes[Position] == 0)
        {
            Position++;
        }
    }

    public bool TryTag(out uint tag)
    {
        tag = 0;
        if (AtEnd)
        {
            return false;
        }

        tag = _bytes[Position++];
        if ((tag & LongTag) != LongTag)
        {
            return tag != 0;
        }

        for (var count = 1; count < MaxTagBytes && !AtEnd; count++)
        {
            var next = _bytes[Position++];
            tag = (tag << 8) | next;
            if ((next & More) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One byte, or 81 and one, or 82 and two. Indefinite and longer forms are refused.</summary>
    public bool TryLength(out int length)
    {
        length = 0;
        if (AtEnd)
        {
            return false;
        }

        var first = _bytes[Position++];
        if ((first & More) == 0)
        {
            length = first;
            return true;
        }

        var count = first & ~More;
        if (count is < 1 or > 2 || _bytes.Length - Position < count)
        {
            return false;
        }

        for (; count > 0; count--)
        {
            length = (length << 8) | _bytes[Position++];
        }

        return true;
    }

    /// <summary>Steps over a value; false when fewer bytes are left.</summary>
    public bool TrySkip(int length)
    {
        if (_bytes.Length - Position < length)
        {
            return false;
        }

        Position += length;
        return true;
    }
}
