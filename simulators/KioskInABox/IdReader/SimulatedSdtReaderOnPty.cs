namespace KioskSuite.KioskInABox.IdReader;

/// <summary>A simulated reader behind a pseudo terminal, running until it is disposed.</summary>
public sealed class SimulatedSdtReaderOnPty : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PseudoTerminal _terminal;
    private readonly Task _running;

    private SimulatedSdtReaderOnPty(PseudoTerminal terminal, Task running, CancellationTokenSource stop) =>
        (_terminal, _running, _stop) = (terminal, running, stop);

    /// <summary>Path of the serial port to configure; stays the same when the reader goes and comes back.</summary>
    public string SlavePath => _terminal.Path;

    /// <param name="seed">See <see cref="SimulatedSdtReader"/>.</param>
    /// <param name="baudRate">Speed at which its bytes arrive.</param>
    /// <param name="path">Where the port appears, as udev's name for a reader; null for a name of the system.</param>
    public static SimulatedSdtReaderOnPty Start(
        World.World world, TimeProvider time, uint seed, int baudRate = 115200, string? path = null)
    {
        var terminal = path is null ? PseudoTerminal.Create(baudRate, time) : PseudoTerminal.At(path, baudRate, time);
        var stop = new CancellationTokenSource();
        return new(terminal, RunAsync(new SimulatedSdtReader(world, time, seed), terminal, stop.Token), stop);
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

    private static async Task RunAsync(SimulatedSdtReader reader, PseudoTerminal terminal, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await reader.Plug.WaitInAsync(stop);
                await terminal.OpenAsync(stop);
                await reader.RunAsync(terminal, stop);
                if (!reader.Plug.IsIn)
                {
                    await terminal.CloseAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped while it was away.
        }
    }
}
