using KioskSuite.Devices.Links;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What arrives on a link, by exact counts; can also tell that the other end closed.</summary>
internal sealed class VpcdInput(ILink link)
{
    private readonly byte[] _early = new byte[1];
    private bool _hasEarly;

    /// <summary>So many bytes, or null when the other end closed.</summary>
    public async Task<byte[]?> ReadAsync(int count, CancellationToken stop)
    {
        var bytes = new byte[count];
        var have = 0;
        if (_hasEarly && count > 0)
        {
            (bytes[0], have, _hasEarly) = (_early[0], 1, false);
        }

        while (have < count)
        {
            var read = await link.ReadAsync(bytes.AsMemory(have), stop);
            if (!read.Ok)
            {
                return null;
            }

            have += read.Value;
        }

        return bytes;
    }

    /// <summary>Waits for the next byte and keeps it; false when the other end closed, true when it is there.</summary>
    public async Task<bool> WatchAsync(CancellationToken over)
    {
        try
        {
            _hasEarly = _hasEarly || (await link.ReadAsync(_early, over)).Ok;
            return _hasEarly;
        }
        catch (OperationCanceledException)
        {
            // Nothing came while it was watched: the other end is there.
            return true;
        }
    }
}
