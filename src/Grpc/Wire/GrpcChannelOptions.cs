namespace KioskSuite.Grpc.Wire;

/// <summary>Limits of a channel.</summary>
public sealed record GrpcChannelOptions
{
    /// <summary>gRPC's own default, in bytes.</summary>
    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Longest response message taken, in bytes; a longer one ends the call with ResourceExhausted.</summary>
    public int MaxReceiveMessageSize { get; init; } = DefaultMaxReceiveMessageSize;

    /// <summary>How long a connection may take to come up; then the call ends with Unavailable.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
