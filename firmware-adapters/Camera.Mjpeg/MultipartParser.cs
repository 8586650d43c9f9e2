using System.Security.Cryptography;
using System.Text;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>What the parser found in the bytes so far.</summary>
internal enum MultipartScan
{
    NeedMore,
    Picture,

    /// <summary>What cannot be; the parser is of no use any more.</summary>
    Bad,

    /// <summary>The sender said that nothing follows.</summary>
    End,
}

/// <summary>
/// Cuts pictures out of a multipart body, or out of pictures one after the other. Its memory is bounded by the largest
/// picture and head. Use: read into <see cref="Free"/>, <see cref="Advance"/>, <see cref="Next"/> until it needs more.
/// </summary>
internal sealed class MultipartParser(MultipartBoundary? boundary, int largestPicture, int largestHead)
{
    private const int FirstSize = 64 * 1024;
    private const int LeastFree = 4 * 1024;
    private const int MostPadding = 1024;

    private readonly int _largestSize = largestPicture + largestHead + LeastFree;
    private readonly List<string> _lines = [];
    private byte[] _buffer = new byte[FirstSize];
    private Place _place = boundary is null ? Place.Picture : Place.Delimiter;
    private JpegExtent _extent;
    private int _start;
    private int _end;
    private int? _length;
    private int _headBytes;
    private int _behind;
    private int _padding;

    private enum Place
    {
        Delimiter,
        Head,
        Picture,
        Padding,
    }

    /// <summary>Where to read into; never empty after <see cref="MultipartScan.NeedMore"/>.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_end);

    /// <summary>Size of the last picture as its head says.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>Why it is bad; no payload.</summary>
    public string Complaint { get; private set; } = "";

    public void Advance(int count) => _end += count;

    public void Clear() => CryptographicOperations.ZeroMemory(_buffer);

    /// <param name="jpeg">From its first to its last byte; valid until the next call of any member.</param>
    public MultipartScan Next(out ReadOnlyMemory<byte> jpeg)
    {
        jpeg = default;
        while (true)
        {
            MultipartScan? scan = _place switch
            {
                Place.Picture => TakePicture(out jpeg),
                Place.Padding => SkipPadding(),
                _ => TakeLine(),
            };
            if (scan == MultipartScan.NeedMore)
            {
                MakeRoom();
            }

            if (scan is { } found)
            {
                return found;
            }
        }
    }

    private MultipartScan? TakeLine()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        var end = bytes.IndexOf((byte)'\n');
        if (_headBytes + (end < 0 ? bytes.Length : end + 1) > largestHead)
        {
            return Bad("a head without end");
        }

        if (end < 0)
        {
            return MultipartScan.NeedMore;
        }

        var line = Encoding.Latin1.GetString(bytes[..end]).TrimEnd();
        _start += end + 1;
        _headBytes += end + 1;
        return _place == Place.Delimiter ? PassDelimiter(line) : PassHeadLine(line);
    }

    private MultipartScan? PassDelimiter(string line)
    {
        if (boundary!.Value.IsDelimiter(line))
        {
            _place = Place.Head;
        }
        else if (boundary.Value.IsEnd(line))
        {
            return MultipartScan.End;
        }
        else if (line.Length > 0)
        {
            return Bad("no delimiter");
        }

        return null;
    }

    private MultipartScan? PassHeadLine(string line)
    {
        if (line.Length > 0)
        {
            _lines.Add(line);
            return null;
        }

        var head = MultipartHead.Parse(_lines);
        _lines.Clear();
        if (head is not { } known || known.Length is 0 || known.Length > largestPicture)
        {
            return Bad("head of a part");
        }

        (_length, _headBytes, _place, _extent) = (known.Length, 0, Place.Picture, default);
        return null;
    }

    private MultipartScan? TakePicture(out ReadOnlyMemory<byte> jpeg)
    {
        jpeg = default;
        var most = _length ?? largestPicture;
        var bytes = _buffer.AsSpan(_start, Math.Min(_end - _start, most));
        switch (_extent.Look(bytes))
        {
            case JpegLook.Bad:
                return Bad("no picture");
            case JpegLook.NeedMore when bytes.Length == most || _extent.Length > most:
                return Bad("a picture without end");
            case JpegLook.NeedMore:
                return MultipartScan.NeedMore;
        }

        // What the part holds behind the picture must be padding too, or its length is wrong.
        _padding = 0;
        _behind = (_length ?? _extent.Length) - _extent.Length;
        if (_behind > MostPadding)
        {
            return Bad("length of a part");
        }

        jpeg = _buffer.AsMemory(_start, _extent.Length);
        Size = (_extent.Width, _extent.Height);
        (_start, _place, _extent) = (_start + _extent.Length, Place.Padding, default);
        return MultipartScan.Picture;
    }

    private MultipartScan? SkipPadding()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        var skipped = bytes.IndexOfAnyExcept("\0\r\n "u8);
        skipped = skipped < 0 ? bytes.Length : skipped;
        _start += skipped;
        _padding += skipped;
        if (_padding > MostPadding)
        {
            return Bad("padding without end");
        }

        if (skipped == bytes.Length)
        {
            return MultipartScan.NeedMore;
        }

        if (_padding < _behind)
        {
            return Bad("length of a part");
        }

        (_length, _place) = (null, boundary is null ? Place.Picture : Place.Delimiter);
        return null;
    }

    private MultipartScan Bad(string complaint)
    {
        Complaint = complaint;
        return MultipartScan.Bad;
    }

    private void MakeRoom()
    {
        if (_buffer.Length - _end >= LeastFree)
        {
            return;
        }

        var held = _buffer.AsSpan(_start, _end - _start);
        if (held.Length + LeastFree > _buffer.Length && _buffer.Length < _largestSize)
        {
            var larger = new byte[Math.Min(_buffer.Length * 2, _largestSize)];
            held.CopyTo(larger);
            Clear();
            _buffer = larger;
        }
        else
        {
            held.CopyTo(_buffer);
        }

        (_start, _end) = (0, held.Length);
    }
}
