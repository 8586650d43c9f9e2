using System.Net;
using System.Net.Sockets;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// The contact slot where pcscd cannot run: listens on loopback and lets the station talk to the card directly.
/// </summary>
/// <param name="cardInSlot">The card in the slot, or null; a connection to an empty slot is closed at once.</param>
internal sealed class ChipListener(Func<ISlotCard?> cardInSlot) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private CancellationTokenSource _current = new();

    /// <summary>Starts to listen; port 0 takes a free one.</summary>
    /// <returns>The port.</returns>
    public int Start(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
        return ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>Ends the connection of a card that was taken out.</summary>
    public void Disconnect() => Renew();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting; // first, or the loop would ask a listener that is gone for its next connection
        _listener?.Dispose();
        _end.Dispose();
        _current.Dispose();
    }

    private CancellationToken Renew()
    {
        lock (_gate)
        {
            _current.Cancel();
            _current.Dispose();
            _current = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            return _current.Token;
        }
    }

    /// <summary>The slot has one pair of contacts: a new connection ends the one before.</summary>
    private async Task AcceptAsync(TcpListener listener)
    {
        var serving = Task.CompletedTask;
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(_end.Token);
                var taken = Renew();
                await serving;
                serving = ServeAsync(socket, taken);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await serving;
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken taken)
    {
        using (socket)
        {
            try
            {
                if (cardInSlot() is { } card)
                {
                    await VpcdCard.ServeAsync(socket, card, taken);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // The card was taken out or the station went away: either way this conversation is over.
            }
        }
    }
}
