namespace KioskSuite.CentralLink;

/// <summary>Who calls central, and the bounds of the line.</summary>
public sealed record UplinkOptions(string Kiosk, string Software)
{
    /// <summary>Most rows in one batch; central's window may lower it.</summary>
    public int MostRows { get; init; } = 256;

    /// <summary>Most payload bytes in one batch.</summary>
    public int MostBytes { get; init; } = 1 << 20;

    /// <summary>How long central may take for a welcome or an acknowledgement.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An idle line says so this often, so that a dead one is noticed.</summary>
    public TimeSpan BeatEvery { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>What the line is doing.</summary>
public enum UplinkState
{
    Away,
    Connected,

    /// <summary>Central knows another history for this kiosk: nothing is sent until people have looked.</summary>
    Fenced,
}
