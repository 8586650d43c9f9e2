namespace KioskSuite.Camera.Mjpeg;

/// <summary>So much a second, and no more than a share of a second saved up.</summary>
internal sealed class Allowance(double perSecond, TimeProvider time)
{
    private const double MostSaved = 0.1;

    private double _left = perSecond * MostSaved;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one when there is one.</summary>
    public bool TryTakeOne()
    {
        Refill();
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>Takes what was used already, and tells how long to pause for it.</summary>
    public TimeSpan Use(int amount)
    {
        Refill();
        _left -= amount;
        return _left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_left / perSecond);
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        var earned = time.GetElapsedTime(_at, now).TotalSeconds * perSecond;
        (_left, _at) = (Math.Min(perSecond * MostSaved, _left + earned), now);
    }
}
