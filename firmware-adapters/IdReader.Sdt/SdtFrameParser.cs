using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KioskSuite.IdReader.Sdt;

/// <summary>What the parser found in the bytes so far.</summary>
internal enum SdtScan
{
    NeedMore,
    Frame,

    /// <summary>A start mark with a length that cannot be; scanning goes on behind the mark.</summary>
    BadLength,

    /// <summary>A whole frame with a wrong checksum; scanning goes on behind its mark.</summary>
    BadChecksum,
}

/// <summary>
/// Cuts frames out of a stream: skips noise up to AA 96 69, refuses impossible lengths, checks the XOR. Its memory is
/// fixed. Use: read into <see cref="Free"/>, <see cref="Advance"/>, then <see cref="Next"/> until it needs more.
/// </summary>
internal sealed class SdtFrameParser
{
    private readonly byte[] _buffer = new byte[SdtEnvelope.LongestWithPrints + 1];
    private readonly int _shortestBody;
    private int _longestFrame;
    private int _start;
    private int _end;

    /// <param name="shortestBody">2 for requests, 3 for answers.</param>
    /// <param name="longestFrame">Whole frame with its preamble, at most 2321 bytes.</param>
    internal SdtFrameParser(int shortestBody, int longestFrame) =>
        (_shortestBody, _longestFrame) = (shortestBody, Math.Min(longestFrame, SdtEnvelope.LongestWithPrints));

    /// <summary>Where to read into; never empty after <see cref="SdtScan.NeedMore"/>.</summary>
    internal Memory<byte> Free => _buffer.AsMemory(_end);

    internal void Advance(int count) => _end += count;

    /// <summary>Forgets and zeroes everything; from now on frames may be this long.</summary>
    internal void Reset(int longestFrame)
    {
        CryptographicOperations.ZeroMemory(_buffer);
        (_start, _end) = (0, 0);
        _longestFrame = Math.Min(longestFrame, SdtEnvelope.LongestWithPrints);
    }

    /// <param name="body">What lies between length and checksum; valid until the next call of any member.</param>
    internal SdtScan Next(out ReadOnlyMemory<byte> body)
    {
        body = default;
        var mark = SdtEnvelope.Mark.Length;
        var found = _buffer.AsSpan(_start, _end - _start).IndexOf(SdtEnvelope.Mark);
        if (found < 0)
        {
            // The last two bytes may be the beginning of a mark.
            _start = Math.Max(_start, _end - (mark - 1));
            return NeedMore();
        }

        _start += found;
        var here = _buffer.AsSpan(_start, _end - _start);
        if (here.Length < mark + 2)
        {
            return NeedMore();
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(here[mark..]);
        if (length < _shortestBody + 1 || SdtEnvelope.HeaderLength + length > _longestFrame)
        {
            _start += mark;
            return SdtScan.BadLength;
        }

        var total = mark + 2 + length;
        if (here.Length < total)
        {
            return NeedMore();
        }

        if (SdtEnvelope.Xor(here[mark..total]) != 0)
        {
            _start += mark;
            return SdtScan.BadChecksum;
        }

        body = _buffer.AsMemory(_start + mark + 2, length - 1);
        _start += total;
        return SdtScan.Frame;
    }

    private SdtScan NeedMore()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        return SdtScan.NeedMore;
    }
}
