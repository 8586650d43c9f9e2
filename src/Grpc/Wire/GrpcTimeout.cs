using System.Globalization;

namespace KioskSuite.Grpc.Wire;

/// <summary>grpc-timeout: one to eight digits and a unit, H M S m u n (PROTOCOL-HTTP2.md, Timeout).</summary>
internal static class GrpcTimeout
{
    private const long MaxValue = 99_999_999;

    // A timer takes no more than 2^32 - 2 ms; a longer deadline is none that this process lives to see.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>The finest unit that fits, rounded up: the peer never gives up first; <c>1n</c> when over.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
            return "1n";

        var (unit, ticks) = Array.Find(Units, u => Ceiling(timeout.Ticks, u.Ticks) <= MaxValue);
        return ticks == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{MaxValue}H")
            : string.Create(CultureInfo.InvariantCulture, $"{Ceiling(timeout.Ticks, ticks)}{unit}");
    }

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text.Length is < 2 or > 9
            || !long.TryParse(text.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            return false;

        var nanoseconds = text[^1] == 'n';
        var (unit, ticks) = Array.Find(Units, u => u.Unit == text[^1]);
        if (!nanoseconds && unit == default)
            return false;

        timeout = TimeSpan.FromTicks(nanoseconds ? Ceiling(n, TimeSpan.NanosecondsPerTick) : n * ticks);
        return true;
    }

    /// <summary>A source cancelled when the time is up; never when there is no deadline.</summary>
    public static CancellationTokenSource StartTimer(TimeSpan? timeout, TimeProvider time) =>
        timeout is { } left && left < LongestTimer
            ? new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time)
            : new CancellationTokenSource();

    private static long Ceiling(long value, long divisor) => (value / divisor) + (value % divisor > 0 ? 1 : 0);
}
