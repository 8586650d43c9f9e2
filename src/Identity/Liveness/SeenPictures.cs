using System.Buffers.Binary;

namespace KioskSuite.Identity.Liveness;

/// <summary>What the pictures' hashes and times tell: loops, a frozen picture, the time between two pictures.</summary>
internal sealed class SeenPictures(LivenessRules rules)
{
    private const int MostHashes = 2048;
    private const int MostPeriods = 33;
    private readonly HashSet<UInt128> _hashes = [];
    private readonly Queue<UInt128> _order = [];
    private readonly Queue<TimeSpan> _times = [];
    private UInt128? _last;
    private TimeSpan _since;

    /// <summary>Times that a picture came which cannot have come from a camera.</summary>
    public int Repeats { get; private set; }

    /// <summary>Median time between two pictures; zero before the second.</summary>
    public TimeSpan Period
    {
        get
        {
            var gaps = _times.Zip(_times.Skip(1), (a, b) => b - a).Order().ToList();
            return gaps.Count == 0 ? TimeSpan.Zero : gaps[gaps.Count / 2];
        }
    }

    /// <summary>
    /// False for the picture of before once more: some cameras fill gaps so, and it says nothing new.
    /// </summary>
    public bool IsNew(TimeSpan at, ReadOnlySpan<byte> sha256, bool hasFace)
    {
        UInt128? hash = sha256.Length >= 16 ? BinaryPrimitives.ReadUInt128BigEndian(sha256) : null;
        if (hash is not null && hash == _last)
        {
            Repeats += hasFace && at - _since >= rules.FrozenAfter ? 1 : 0;
            return false;
        }

        (_last, _since) = (hash, at);
        if (hash is { } value && hasFace && !Remember(value))
        {
            Repeats++;
        }

        _times.Enqueue(at);
        while (_times.Count > MostPeriods)
        {
            _times.Dequeue();
        }

        return true;
    }

    private bool Remember(UInt128 hash)
    {
        if (!_hashes.Add(hash))
        {
            return false;
        }

        _order.Enqueue(hash);
        if (_order.Count > MostHashes)
        {
            _hashes.Remove(_order.Dequeue());
        }

        return true;
    }
}
