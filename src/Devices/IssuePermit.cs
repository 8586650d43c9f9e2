namespace KioskSuite.Devices;

/// <summary>Proof that central's ticket was verified. Only the ticket verifier in Jobs makes one.</summary>
/// <remarks>It stops our own screens and tests; another process at the port is stopped by udev rights.</remarks>
public sealed class IssuePermit
{
    internal IssuePermit(string ticket, IReadOnlySet<string> acts, IReadOnlySet<string> blanks, byte[] hostChallenge) =>
        (Ticket, Acts, Blanks, HostChallenge) = (ticket, acts, blanks, hostChallenge);

    /// <summary>Ticket number.</summary>
    public string Ticket { get; }

    /// <summary>Acts allowed: <c>feed</c>, <c>personalise</c>, <c>stripe</c>, <c>print</c>, <c>present</c>.</summary>
    public IReadOnlySet<string> Acts { get; }

    /// <summary>Codes of the blanks that may be used.</summary>
    public IReadOnlySet<string> Blanks { get; }

    /// <summary>Host challenge for the secure channel, 16 bytes; S8 uses the first 8.</summary>
    public ReadOnlyMemory<byte> HostChallenge { get; }

    /// <summary>Timestamp of the kiosk's own clock after which nothing more is begun; never when unset.</summary>
    internal long ExpiresAt { get; init; } = long.MaxValue;

    /// <summary>The ticket's seconds are over, counted from its receipt by the monotonic clock.</summary>
    public bool HasExpired(TimeProvider time) => time.GetTimestamp() >= ExpiresAt;

    /// <summary>Asking for an act that the ticket does not allow is a bug, not a fault.</summary>
    public void Demand(string act) => InvariantException.Require(Acts.Contains(act), $"ticket does not allow {act}");

    public override string ToString() => $"permit {Ticket}";
}
