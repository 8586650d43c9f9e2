using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Jobs.Board;

/// <summary>What the screen shows of a face check.</summary>
/// <param name="Prompt">What the person is asked or told.</param>
/// <param name="Try">Which try this is, from 1.</param>
/// <param name="Tries">How many there are.</param>
/// <param name="Flash">The colour that fills the screen now, or null.</param>
/// <param name="Comparer">What compares the face with the portrait, by its own name.</param>
public sealed record FaceView(FacePrompt Prompt, int Try, int Tries, FlashShown? Flash, string Comparer = "");

/// <summary>
/// Between a face check and the screen before the person: colours shown, the way out, the own picture.
/// </summary>
/// <remarks>Safe for many callers; nothing is kept from one check to the next.</remarks>
public sealed class FaceBoard(TimeProvider time)
{
    /// <summary>A screen that answers later than this did not show the colour in time.</summary>
    private static readonly TimeSpan s_oldest = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly List<Signal<bool>> _watching = [];
    private readonly Dictionary<int, long> _shown = [];
    private byte[]? _picture;
    private long _pictures;
    private bool _open;
    private bool _leaves;
    private int _asked;
    private bool _asking;

    /// <summary>
    /// The screen says that it has shown colour <paramref name="number"/> for <paramref name="age"/>.
    /// </summary>
    /// <returns>
    /// False when no check runs, the colour was not asked for, or the age is nonsense; the first word stands.
    /// </returns>
    public bool Displayed(int number, TimeSpan age)
    {
        lock (_gate)
        {
            if (!_open || number < 1 || number > _asked || age < TimeSpan.Zero || age > s_oldest)
            {
                return false;
            }

            _shown.TryAdd(number, time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency));
            return true;
        }
    }

    /// <summary>The person wants the other way; false when no check runs.</summary>
    public bool Leave()
    {
        lock (_gate)
        {
            _leaves = _open;
            return _open;
        }
    }

    /// <summary>
    /// A copy of the newest picture after the one given, for the person's own eyes; null when all is over.
    /// </summary>
    public async Task<(long Number, byte[] Jpeg)?> PictureAfterAsync(long number, CancellationToken stop)
    {
        while (true)
        {
            var changed = new Signal<bool>();
            lock (_gate)
            {
                if (!_open)
                {
                    return null;
                }

                if (_picture is not null && _pictures > number)
                {
                    return (_pictures, [.. _picture]);
                }

                _watching.Add(changed);
            }

            await WaitAsync(changed, stop);
        }
    }

    /// <summary>The person asked for the other way.</summary>
    internal bool Leaves
    {
        get
        {
            lock (_gate)
            {
                return _leaves;
            }
        }
    }

    /// <summary>A try begins: nothing of the one before counts.</summary>
    internal void Open()
    {
        lock (_gate)
        {
            _shown.Clear();
            (_open, _leaves, _asked, _asking) = (true, false, 0, false);
        }
    }

    /// <summary>
    /// The screen is to show this colour now, or none. Colours that begin anew have not been shown yet.
    /// </summary>
    internal void Ask(FlashShown? flash)
    {
        lock (_gate)
        {
            if (flash is not null && !_asking && flash.Number <= _asked)
            {
                _shown.Clear();
            }

            (_asking, _asked) = (flash is not null, flash?.Number ?? _asked);
        }
    }

    /// <summary>Colours shown so far, with the timestamp since when.</summary>
    internal IReadOnlyDictionary<int, long> Shown()
    {
        lock (_gate)
        {
            return new Dictionary<int, long>(_shown);
        }
    }

    internal void Picture(ReadOnlySpan<byte> jpeg)
    {
        lock (_gate)
        {
            Forget();
            _picture = jpeg.ToArray();
            _pictures++;
            Tell();
        }
    }

    /// <summary>The check is over: the picture is zeroed, and whoever watched it is told.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            Forget();
            (_open, _leaves) = (false, false);
            Tell();
        }
    }

    // Whoever gives up leaves nothing behind, also while no picture comes.
    private async Task WaitAsync(Signal<bool> changed, CancellationToken stop)
    {
        try
        {
            await changed.WaitAsync(stop);
        }
        finally
        {
            lock (_gate)
            {
                _watching.Remove(changed);
            }
        }
    }

    private void Forget()
    {
        Array.Clear(_picture ?? []);
        _picture = null;
    }

    private void Tell()
    {
        _watching.ForEach(w => w.TryGive(true));
        _watching.Clear();
    }
}
