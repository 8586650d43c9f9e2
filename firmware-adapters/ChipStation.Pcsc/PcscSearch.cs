using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>
/// One power-on: waits for the service, then the reader, then a card, then until it is free; all within one deadline
/// and on the thread of the context. Whatever the service answers, and how fast, it is asked again only after a pause.
/// </summary>
internal sealed class PcscSearch(SCardContext context, PcscChoice choice, PcscOptions options, TimeProvider time)
{
    /// <summary>A reader that came between the list and the wait is found by the next list.</summary>
    private static readonly TimeSpan s_listAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(400);
    private readonly long _started = time.GetTimestamp();
    private readonly SCardReaderState _arrivals = new(SCardReaderState.Notification);
    private SCardReaderState? _reader;
    private TimeSpan _pause = s_firstPause;

    private TimeSpan Left => options.PowerOnDeadline - time.GetElapsedTime(_started);

    public Outcome<PcscCard> Run()
    {
        while (true)
        {
            var card = TryOnce();
            if (card.Ok || context.Cancelled || Left <= TimeSpan.Zero)
            {
                return card;
            }

            Wait(card.Failure!.Fault);
        }
    }

    private Outcome<PcscCard> TryOnce()
    {
        var found = choice.Find(context);
        if (found.Failure is { } absent)
        {
            _reader = null;
            return absent;
        }

        if (_reader?.Reader != found.Value)
        {
            _reader = new SCardReaderState(found.Value);
            var error = context.GetStatusChange(TimeSpan.Zero, _reader);
            if (error is not (SCardError.Success or SCardError.Timeout))
            {
                _reader = null;
                return PcscFaults.Of(error);
            }

            _reader.Accept();
        }

        return PcscCard.Connect(context, _reader);
    }

    /// <summary>Until something changes; what came back at once is no change, and the pauses grow.</summary>
    private void Wait(DeviceFault fault)
    {
        var began = time.GetTimestamp();
        var still = fault == DeviceFault.NoCard ? WaitFor(_reader) : fault == DeviceFault.Offline && WaitFor(null);
        var took = time.GetElapsedTime(began);
        if (still && took >= s_firstPause)
        {
            _pause = s_firstPause;
            return;
        }

        var pause = _pause * (0.5 + Random.Shared.NextDouble() / 2) - took;
        _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
        if (pause > TimeSpan.Zero)
        {
            context.Pause(AtLeastOne(pause < Left ? pause : Left));
        }

        if (_reader is { } reader && context.GetStatusChange(TimeSpan.Zero, reader) == SCardError.Success)
        {
            reader.Accept();
        }
    }

    /// <summary>
    /// In whole milliseconds, one or more: the system waits in no smaller ones, and a wait for none just before the
    /// deadline would be a loop without pause.
    /// </summary>
    private static TimeSpan AtLeastOne(TimeSpan pause) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(pause.TotalMilliseconds)));

    /// <summary>
    /// Waits for the reader's next change, or a reader's coming and going; false when there is nothing to wait with.
    /// </summary>
    private bool WaitFor(SCardReaderState? reader)
    {
        var most = Left < s_listAgain ? Left : s_listAgain;
        var arrivals = _arrivals.EventState.HasFlag(SCardState.Unknown) ? null : _arrivals;
        SCardReaderState[] all = [.. new[] { reader, arrivals }.OfType<SCardReaderState>()];
        if (all.Length == 0)
        {
            return false;
        }

        var error = context.GetStatusChange(most, all);
        Array.ForEach(all, state => state.Accept());
        return error is SCardError.Success or SCardError.Timeout;
    }
}
