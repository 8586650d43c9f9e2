namespace KioskSuite.Devices.Links;

/// <summary>A byte stream to a device. One reader and one writer at a time.</summary>
public interface ILink : IAsyncDisposable
{
    /// <summary>The link's kind: <c>serial</c> or <c>tcp</c>.</summary>
    string Kind { get; }

    /// <summary>Opens; <see cref="DeviceFault.Offline"/> when the other end is not there. Idempotent.</summary>
    ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop);

    /// <summary>Writes all bytes, or fails. Cancellation throws <see cref="OperationCanceledException"/>.</summary>
    ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <summary>Reads at least one byte; a closed other end is <see cref="DeviceFault.Offline"/>.</summary>
    ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop);

    /// <summary>Drops what arrived and was not read, such as the rest of a frame given up.</summary>
    void DiscardInput();

    /// <summary>Closes; a later <see cref="OpenAsync"/> opens anew.</summary>
    ValueTask CloseAsync();
}
