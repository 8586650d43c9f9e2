using System.Net.Sockets;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.KioskInABox.Links;

/// <summary>The device's end of a TCP connection.</summary>
/// <remarks>
/// vpcd writes length and payload apart without TCP_NODELAY: unless each receive asks for an immediate
/// acknowledgement (the option does not stick), every command takes 45 ms.
/// </remarks>
internal sealed class SocketLink(Socket socket) : ILink
{
    private const int TcpLevel = 6;
    private const int TcpQuickAck = 12;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    public string Kind => "tcp";

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) =>
        ValueTask.FromResult<Outcome<Done>>(default(Done));

    public async ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            await _stream.WriteAsync(bytes, stop);
            return new Done();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return DeviceFault.Offline;
        }
    }

    public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            socket.SetRawSocketOption(TcpLevel, TcpQuickAck, BitConverter.GetBytes(1));
            var count = await _stream.ReadAsync(buffer, stop);
            return count > 0 ? count : DeviceFault.Offline;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return DeviceFault.Offline;
        }
    }

    public void DiscardInput()
    {
        // The device's end reads everything it is sent.
    }

    public ValueTask CloseAsync() => DisposeAsync();

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
