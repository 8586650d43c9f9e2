using System.Net;
using System.Net.Sockets;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.Links;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// The contact slot where pcscd cannot run: lets the station talk to the card directly, by a port or in memory.
/// </summary>
/// <param name="cardInSlot">The card in the slot, or null; a connection to an empty slot is closed at once.</param>
internal sealed class ChipListener(Func<ISlotCard?> cardInSlot) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private Task _serving = Task.CompletedTask;
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

    /// <summary>The slot has one pair of contacts: a new connection ends the one before.</summary>
    public bool Accept(ILink link)
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested)
            {
                return false;
            }

            _serving = ServeAsync(_serving, link, Renew());
            return true;
        }
    }

    /// <summary>Ends the connection of a card that was taken out.</summary>
    public void Disconnect() => Renew();

    /// <remarks>CancelAsync would pass through the thread pool, which virtual time cannot see.</remarks>
    public ValueTask DisposeAsync()
    {
        _end.Cancel();
        return new ValueTask(EndAsync());
    }

    private async Task EndAsync()
    {
        await _accepting; // first, or the loop would ask a listener that is gone for its next connection
        await _serving;
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

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(_end.Token);
                socket.NoDelay = true;
                var link = new SocketLink(socket);
                if (!Accept(link))
                {
                    await link.DisposeAsync();
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the simulator.
        }
    }

    private async Task ServeAsync(Task before, ILink link, CancellationToken taken)
    {
        await before;
        await using (link)
        {
            try
            {
                if (cardInSlot() is { } card)
                {
                    await VpcdCard.ServeAsync(link, card, taken);
                }
            }
            catch (OperationCanceledException)
            {
                // The card was taken out or another station came: either way this conversation is over.
            }
        }
    }
}
