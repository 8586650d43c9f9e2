using System.Net.Sockets;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>A slot of a vpcd reader: a card put into it is connected, a card taken out is disconnected at once.</summary>
/// <param name="host">Where vpcd listens.</param>
/// <param name="port">Port of the slot.</param>
/// <param name="beforeAnswer">See <see cref="VpcdCard.ServeAsync"/>.</param>
/// <param name="time">Paces the attempts to connect.</param>
public sealed class VpcdClient(
    string host, int port, Func<SimulatedChip, CancellationToken, Task> beforeAnswer, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _out;
    private Task _running = Task.CompletedTask;

    /// <summary>Puts a card in; one that was there is taken out.</summary>
    public void Insert(SimulatedChip chip)
    {
        lock (_gate)
        {
            Remove();
            var taken = new CancellationTokenSource();
            _out = taken;
            _running = ConnectAsync(chip, _running, taken.Token);
        }
    }

    /// <summary>Takes the card out. vpcd notices at its next look, within 400 ms.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            _out?.Cancel();
            _out = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Remove();
        await _running;
    }

    /// <summary>Connects until the card is taken out, again when pcscd went away and came back.</summary>
    private async Task ConnectAsync(SimulatedChip chip, Task before, CancellationToken taken)
    {
        await before;
        try
        {
            while (true)
            {
                await ConnectOnceAsync(chip, taken);
                await Task.Delay(s_pause, time, taken);
            }
        }
        catch (OperationCanceledException)
        {
            chip.Reset();
        }
    }

    private async Task ConnectOnceAsync(SimulatedChip chip, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, stop);
            await VpcdCard.ServeAsync(socket, chip, beforeAnswer, stop);
        }
        catch (SocketException) when (!stop.IsCancellationRequested)
        {
            chip.Reset();
        }
    }
}
