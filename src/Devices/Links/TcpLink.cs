using System.Net.Sockets;

namespace KioskSuite.Devices.Links;

/// <summary>A TCP connection that this side opens; small frames are sent at once (no Nagle delay).</summary>
/// <param name="host">Host name or address.</param>
/// <param name="port">1 to 65535.</param>
/// <param name="connectWithin">Deadline of the connect; then <see cref="DeviceFault.Timeout"/>.</param>
public sealed class TcpLink(string host, int port, TimeSpan connectWithin, TimeProvider time) : ILink
{
    private const int DiscardLimit = 1024 * 1024;

    private Socket? _socket;

    public string Kind => "tcp";

    public async ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        if (_socket is not null)
        {
            return default(Done);
        }

        using var deadline = new CancellationTokenSource(connectWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, either.Token);
            _socket = socket;
            return default(Done);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return DeviceFault.Offline;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            stop.ThrowIfCancellationRequested();
            return DeviceFault.Timeout;
        }
    }

    public async ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await TransferAsync(s => s.SendAsync(bytes, SocketFlags.None, stop));
            if (!sent.Ok)
            {
                return sent.Failure!;
            }

            bytes = bytes[sent.Value..];
        }

        return default(Done);
    }

    public ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop) =>
        TransferAsync(s => s.ReceiveAsync(buffer, SocketFlags.None, stop));

    public void DiscardInput()
    {
        Span<byte> scratch = stackalloc byte[1024];
        try
        {
            // Bounded, because a peer may send faster than this drops.
            for (var left = DiscardLimit; left > 0 && _socket is { Available: > 0 } socket;)
            {
                left -= socket.Receive(scratch);
            }
        }
        catch (SocketException)
        {
            // The next read reports it.
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile: nothing is left to drop.
        }
    }

    public ValueTask CloseAsync()
    {
        Interlocked.Exchange(ref _socket, null)?.Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    // Closed at once when the other end is gone, so that the next OpenAsync connects anew.
    private async ValueTask<Outcome<int>> TransferAsync(Func<Socket, ValueTask<int>> transfer)
    {
        try
        {
            if (_socket is { } socket && await transfer(socket) is > 0 and var count)
            {
                return count;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Falls through to offline.
        }

        await CloseAsync();
        return DeviceFault.Offline;
    }
}
