using Grpc.Core;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>A call without a wire.</summary>
internal sealed class TestCall(CancellationToken stop) : ServerCallContext
{
    public override string Method => "";

    public override string Peer => "";

    public override DateTime Deadline => DateTime.MaxValue;

    public override Metadata RequestHeaders { get; } = new();

    public override CancellationToken CancellationToken => stop;

    public override Metadata ResponseTrailers { get; } = new();

    public override Status Status { get; set; }

    public override Task WriteResponseHeadersAsync(Metadata responseHeaders) => Task.CompletedTask;
}
