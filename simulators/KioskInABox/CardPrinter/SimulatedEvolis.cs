using System.Net;
using System.Net.Sockets;
using KioskSuite.Devices.Links;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>A kiosk printer of the Evolis family on a TCP port, moving the world's cards.</summary>
/// <remarks>One machine, several connections: a host that lost one may come back while it still works.</remarks>
public sealed class SimulatedEvolis(World.World world, TimeProvider time, SimulatedEvolisOptions options)
    : IAsyncDisposable
{
    private const int ConnectionsMost = 8;

    private readonly EvolisMachine _machine = new(world, time, options);
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _connections = [];
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <summary>The port it listens on, once started.</summary>
    public int Port { get; private set; }

    /// <summary>Listens when it returns; <paramref name="stop"/> or disposal ends it.</summary>
    public Task StartAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync(_listener, stop);
        return Task.CompletedTask;
    }

    /// <summary>Speaks over a link that is already there, until its other end closes.</summary>
    public Task ServeAsync(ILink link, CancellationToken stop) =>
        new EvolisConversation(link, _machine, world.Holds, options).RunAsync(stop);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener?.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _machine.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _ending.Token);
        try
        {
            while (true)
            {
                var link = new AcceptedLink(await listener.AcceptAsync(either.Token));
                _connections.RemoveAll(c => c.IsCompleted);
                if (_connections.Count < ConnectionsMost)
                {
                    _connections.Add(ServeAndCloseAsync(link, stop));
                }
                else
                {
                    await link.DisposeAsync();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the simulator.
        }
    }

    private async Task ServeAndCloseAsync(AcceptedLink link, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _ending.Token);
        await using (link)
        {
            try
            {
                await ServeAsync(link, either.Token);
            }
            catch (OperationCanceledException)
            {
                // The end of the simulator.
            }
        }
    }
}
