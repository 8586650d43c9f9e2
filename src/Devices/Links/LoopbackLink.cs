namespace KioskSuite.Devices.Links;

/// <summary>
/// Two ends of a line in memory, each direction with room for 64 KiB; a writer waits while there is none. Starts no
/// thread and knows no time, so tests in virtual time can use it.
/// </summary>
public sealed class LoopbackLink : ILink
{
    private readonly LoopbackPipe _input;
    private readonly LoopbackPipe _output;

    private LoopbackLink(LoopbackPipe input, LoopbackPipe output) => (_input, _output) = (input, output);

    public string Kind => "direct";

    /// <summary>Both ends are there until one of them is closed.</summary>
    public static (LoopbackLink Host, LoopbackLink Device) CreatePair()
    {
        var (down, up) = (new LoopbackPipe(), new LoopbackPipe());
        return (new LoopbackLink(up, down), new LoopbackLink(down, up));
    }

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        _input.ReaderThere = true;
        _output.WriterThere = true;
        return ValueTask.FromResult<Outcome<Done>>(_input.WriterThere ? default(Done) : DeviceFault.Offline);
    }

    public ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        _output.WriteAsync(bytes, stop);

    public ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop) =>
        _input.ReadAsync(buffer, stop);

    public void DiscardInput() => _input.Discard();

    public ValueTask CloseAsync()
    {
        _input.ReaderThere = false;
        _output.WriterThere = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();
}
