namespace KioskSuite.KioskInABox.IdReader;

/// <summary>A simulated reader behind a pseudo terminal, running until it is disposed.</summary>
public sealed class SimulatedSdtReaderOnPty : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PseudoTerminal _terminal;
    private readonly Task _running;

    private SimulatedSdtReaderOnPty(PseudoTerminal terminal, Task running, CancellationTokenSource stop) =>
        (_terminal, _running, _stop) = (terminal, running, stop);

    /// <summary>Path of the serial port to configure, such as <c>/dev/pts/3</c>.</summary>
    public string SlavePath => _terminal.SlavePath;

    /// <param name="seed">See <see cref="SimulatedSdtReader"/>.</param>
    /// <param name="baudRate">Speed at which its bytes arrive.</param>
    public static SimulatedSdtReaderOnPty Start(
        World.World world, TimeProvider time, uint seed, int baudRate = 115200)
    {
        var terminal = PseudoTerminal.Create(baudRate, time);
        var stop = new CancellationTokenSource();
        return new(terminal, new SimulatedSdtReader(world, time, seed).RunAsync(terminal, stop.Token), stop);
    }

    /// <summary>Stops answering; the port stays. May be called again.</summary>
    public async Task FallSilentAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Pulls the plug; may be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        await FallSilentAsync();
        await _terminal.DisposeAsync();
    }
}
