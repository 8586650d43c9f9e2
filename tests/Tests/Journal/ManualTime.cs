namespace KioskSuite.Tests.Journal;

/// <summary>A clock that moves only when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _milliseconds = 1780000000000;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _milliseconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_milliseconds);

    public void Advance(long milliseconds) => _milliseconds += milliseconds;
}
