using System.Net.Sockets;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>The device's end of an accepted TCP connection.</summary>
internal sealed class AcceptedLink(Socket socket) : ILink
{
    private readonly Stream _stream = new NetworkStream(socket, ownsSocket: true);

    public string Kind => "tcp";

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) =>
        ValueTask.FromResult<Outcome<Done>>(new Done());

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
            var count = await _stream.ReadAsync(buffer, stop);
            return count > 0 ? count : DeviceFault.Offline;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
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
