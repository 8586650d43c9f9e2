using System.Net;
using System.Net.Sockets;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>A kiosk printer of the Evolis family, moving the world's cards: on a TCP port, or in memory.</summary>
/// <remarks>One machine, several connections: a host that lost one may come back while it still works.</remarks>
public sealed class SimulatedEvolis : IAsyncDisposable
{
    private readonly World.World _world;
    private readonly SimulatedEvolisOptions _options;
    private readonly Plug _plug;
    private readonly EvolisMachine _machine;
    private readonly Connections _connections;
    private readonly CancellationTokenSource _ending = new();
    private Task _listening = Task.CompletedTask;

    public SimulatedEvolis(World.World world, TimeProvider time, SimulatedEvolisOptions options)
    {
        (_world, _options) = (world, options);
        _plug = Plug.Make(time, world.Has(Fault.PrinterGone) ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
        _machine = new EvolisMachine(world, time, options, _plug);
        _connections = new Connections(_plug, ServeAsync);
    }

    /// <summary>The port it listens on, once started; refuses while the printer is away, and stays the same.</summary>
    public int Port { get; private set; }

    /// <summary>Listens when it returns; <paramref name="stop"/> or disposal ends it.</summary>
    public Task StartAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var bound = Bind(_options.Port);
        Port = ((IPEndPoint)bound.LocalEndPoint!).Port;
        _listening = ListenAsync(bound, stop);
        return Task.CompletedTask;
    }

    /// <summary>Takes a new connection, as its port does; false while it is away. For links in memory.</summary>
    public bool Accept(ILink link) => _connections.Accept(link);

    /// <summary>Speaks over a link that is there, until its other end closes or the printer goes away.</summary>
    public Task ServeAsync(ILink link, CancellationToken stop) => _plug.WhileInAsync(
        over => new EvolisConversation(link, _machine, _world.Holds, _options).RunAsync(over), stop);

    public ValueTask DisposeAsync()
    {
        _ending.Cancel();
        return new ValueTask(EndAsync());
    }

    private async Task EndAsync()
    {
        await _listening;
        await _connections.DisposeAsync();
        _machine.Dispose();
        _ending.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task ListenAsync(Socket socket, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _ending.Token);
        try
        {
            while (true)
            {
                await _plug.WaitInAsync(either.Token);
                socket.Listen();
                await _plug.WhileInAsync(over => AcceptAsync(socket, over), either.Token);
                socket.Dispose();
                // Bound and deaf: it refuses connections, and nobody else gets the port.
                socket = Bind(Port);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the simulator.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        while (true)
        {
            var link = new SocketLink(await listener.AcceptAsync(stop));
            if (!Accept(link))
            {
                await link.DisposeAsync();
            }
        }
    }
}
