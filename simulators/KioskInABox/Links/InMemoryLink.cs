using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.KioskInABox.Links;

/// <summary>
/// The host's end of connections in memory: each opening is a new one, as over TCP, and a device that is away takes
/// none. Starts no thread and knows no time.
/// </summary>
/// <param name="accept">Takes the device's end of a new connection, or refuses it.</param>
public sealed class InMemoryLink(Func<ILink, bool> accept) : ILink
{
    private LoopbackLink? _host;

    public string Kind => "direct";

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_host is null)
        {
            var (host, device) = LoopbackLink.CreatePair();
            if (!accept(device))
            {
                return ValueTask.FromResult<Outcome<Done>>(DeviceFault.Offline);
            }

            _host = host;
        }

        return ValueTask.FromResult<Outcome<Done>>(default(Done));
    }

    public async ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        _host is { } host && await host.WriteAsync(bytes, stop) is { Ok: true } ? default(Done) : await GoneAsync();

    public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop) =>
        _host is { } host && await host.ReadAsync(buffer, stop) is { Ok: true } read ? read : await GoneAsync();

    public void DiscardInput() => _host?.DiscardInput();

    public async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await host.CloseAsync();
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask<Failure> GoneAsync()
    {
        await CloseAsync();
        return DeviceFault.Offline;
    }
}
