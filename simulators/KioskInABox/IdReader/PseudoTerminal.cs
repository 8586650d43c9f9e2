using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.KioskInABox.IdReader;

/// <summary>
/// The device's end of a pseudo terminal. A terminal has no line rate, so what is written here is paced; and it keeps
/// one slave descriptor open, so that the product may close and open the port as it could a real one.
/// </summary>
public sealed class PseudoTerminal : ILink
{
    private readonly PolledDescriptor _master;
    private readonly SafeFileHandle _slave;
    private readonly TimeProvider _time;
    private readonly int _baudRate;

    private PseudoTerminal(
        PolledDescriptor master, SafeFileHandle slave, string path, int baudRate, TimeProvider time) =>
        (_master, _slave, SlavePath, _baudRate, _time) = (master, slave, path, baudRate, time);

    /// <summary>Path to open as the serial port, such as <c>/dev/pts/3</c>.</summary>
    public string SlavePath { get; }

    public string Kind => "serial";

    /// <param name="baudRate">Bits per second at which written bytes arrive, ten bits a byte.</param>
    /// <exception cref="IOException">The system gives no pseudo terminal.</exception>
    public static PseudoTerminal Create(int baudRate, TimeProvider time)
    {
        var master = PseudoTerminalInterop.OpenMaster();
        var path = PseudoTerminalInterop.SlavePath(master);
        var slave = PseudoTerminalInterop.OpenRawSlave(path);
        return new PseudoTerminal(PolledDescriptor.Start(master), slave, path, baudRate, time);
    }

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public async ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var began = _time.GetTimestamp();
        var piece = Math.Max(1, _baudRate / 1000);
        for (var sent = 0; sent < bytes.Length;)
        {
            var next = bytes.Slice(sent, Math.Min(piece, bytes.Length - sent));
            sent += next.Length;
            var due = TimeSpan.FromSeconds(sent * 10.0 / _baudRate) - _time.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, _time, stop);
            }

            if (!await _master.WriteAsync(next, stop))
            {
                return DeviceFault.Offline;
            }
        }

        return default(Done);
    }

    public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop) =>
        await _master.ReadAsync(buffer, stop) is > 0 and var count ? count : DeviceFault.Offline;

    public void DiscardInput()
    {
        // A simulated device answers everything that it was sent.
    }

    /// <summary>Pulls the plug: the product's port hangs up for good.</summary>
    public async ValueTask CloseAsync()
    {
        await _master.DisposeAsync();
        _slave.Dispose();
    }

    public ValueTask DisposeAsync() => CloseAsync();
}
