using System.Net.Sockets;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The least that a byte link to a port of this machine can be.</summary>
internal sealed class SocketLink(int port) : ILink
{
    private Socket? _socket;

    public string Kind => "tcp";

    public async ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        return (await TryAsync(async s =>
        {
            await s.ConnectAsync("127.0.0.1", port, stop);
            return 1;
        })).Failure is { } failure ? failure : default(Done);
    }

    public async ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        (await TryAsync(s => s.SendAsync(bytes, SocketFlags.None, stop))).Failure is { } failure
            ? failure
            : default(Done);

    public ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop) =>
        TryAsync(s => s.ReceiveAsync(buffer, SocketFlags.None, stop));

    public void DiscardInput()
    {
    }

    public ValueTask CloseAsync()
    {
        _socket?.Dispose();
        return default;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask<Outcome<int>> TryAsync(Func<Socket, ValueTask<int>> act)
    {
        try
        {
            return await act(_socket!) is > 0 and var count ? count : DeviceFault.Offline;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return DeviceFault.Offline;
        }
    }
}
