using System.Net.Sockets;
using KioskSuite.KioskInABox.Links;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A slot of a vpcd reader: a card put into it is connected, a card taken out is disconnected at once.
/// </summary>
/// <param name="host">Where vpcd listens.</param>
/// <param name="port">Port of the slot.</param>
/// <param name="time">Paces the attempts to connect.</param>
public sealed class VpcdClient(string host, int port, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// No hand and no transport is faster, and pcscd must see the slot empty once. It looks every 400 ms, later on a
    /// busy machine; if it misses the gap and a client disconnected in it, it calls the reader empty until the next
    /// card is out again (SCardDisconnect writes the public state, the thread that looks compares with its own).
    /// </summary>
    private static readonly TimeSpan s_swap = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _out;
    private Task _running = Task.CompletedTask;
    private long? _emptySince;

    /// <summary>Puts a card in; one that was there is taken out.</summary>
    public void Insert(ISlotCard card)
    {
        lock (_gate)
        {
            Remove();
            var taken = new CancellationTokenSource();
            _out = taken;
            _running = ConnectAsync(card, _running, taken.Token);
        }
    }

    /// <summary>Takes the card out. vpcd notices at its next look, within 400 ms.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            if (_out is { } there)
            {
                there.Cancel();
                _out = null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Remove();
        await _running;
    }

    /// <summary>Connects until the card is taken out, again when pcscd went away and came back.</summary>
    private async Task ConnectAsync(ISlotCard card, Task before, CancellationToken taken)
    {
        await before;
        try
        {
            if (_emptySince is { } since && s_swap - time.GetElapsedTime(since) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, taken);
            }

            while (true)
            {
                await ConnectOnceAsync(card, taken);
                await Task.Delay(s_pause, time, taken);
            }
        }
        catch (OperationCanceledException)
        {
            card.Reset();
            _emptySince = time.GetTimestamp();
        }
    }

    private async Task ConnectOnceAsync(ISlotCard card, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, stop);
            await using var link = new SocketLink(socket);
            await VpcdCard.ServeAsync(link, card, stop);
        }
        catch (SocketException) when (!stop.IsCancellationRequested)
        {
            card.Reset();
        }
        finally
        {
            socket.Dispose();
        }
    }
}
