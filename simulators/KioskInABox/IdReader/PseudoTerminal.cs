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
    private readonly string? _name;
    private readonly TimeProvider _time;
    private readonly int _baudRate;
    private Line? _line;

    private PseudoTerminal(string? name, int baudRate, TimeProvider time) =>
        (_name, _baudRate, _time) = (name, baudRate, time);

    /// <summary>Path to open as the serial port: the name that was asked for, or such as <c>/dev/pts/3</c>.</summary>
    public string Path => _name ?? _line?.SlavePath ?? "";

    public string Kind => "serial";

    /// <summary>An open terminal under the system's own name for it.</summary>
    /// <param name="baudRate">Bits per second at which written bytes arrive, ten bits a byte.</param>
    /// <exception cref="IOException">The system gives no pseudo terminal.</exception>
    public static PseudoTerminal Create(int baudRate, TimeProvider time) =>
        new(null, baudRate, time) { _line = Line.Open() };

    /// <summary>A terminal that is not there yet, and appears under a name that stays the same.</summary>
    public static PseudoTerminal At(string name, int baudRate, TimeProvider time) => new(name, baudRate, time);

    /// <summary>Plugs in: the name leads to a new terminal. Does nothing while there is one.</summary>
    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        if (_line is null)
        {
            _line = Line.Open();
            if (_name is not null)
            {
                File.Delete(_name);
                File.CreateSymbolicLink(_name, _line.SlavePath);
            }
        }

        return new(default(Done));
    }

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

            if (_line is not { } line || !await line.Master.WriteAsync(next, stop))
            {
                return DeviceFault.Offline;
            }
        }

        return default(Done);
    }

    public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop) =>
        _line is { } line && await line.Master.ReadAsync(buffer, stop) is > 0 and var count
            ? count
            : DeviceFault.Offline;

    public void DiscardInput()
    {
        // A simulated device answers everything that it was sent.
    }

    /// <summary>Pulls the plug: the product's port hangs up, and its name is gone.</summary>
    public async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _line, null) is { } line)
        {
            if (_name is not null)
            {
                File.Delete(_name);
            }

            await line.Master.DisposeAsync();
            line.Slave.Dispose();
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private sealed record Line(PolledDescriptor Master, SafeFileHandle Slave, string SlavePath)
    {
        public static Line Open()
        {
            var master = PseudoTerminalInterop.OpenMaster();
            var path = PseudoTerminalInterop.SlavePath(master);
            var slave = PseudoTerminalInterop.OpenRawSlave(path);
            return new Line(PolledDescriptor.Start(master), slave, path);
        }
    }
}
