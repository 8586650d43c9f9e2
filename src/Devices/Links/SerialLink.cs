using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Devices.Links;

/// <summary>A serial port (RS-232, USB-serial, pseudo terminal) in raw mode; reads can be cancelled.</summary>
public sealed class SerialLink(SerialOptions options) : ILink
{
    private SafeFileHandle? _descriptor;
    private PolledDescriptor? _line;

    public string Kind => "serial";

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="DeviceFault.Busy"/> when another process holds it, <see cref="DeviceFault.Refused"/> when rights are
    /// missing or the driver cannot make the mode.
    /// </remarks>
    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_line is null ? Open() : default(Done));
    }

    public async ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (_line is { } line && await line.WriteAsync(bytes, stop))
        {
            return default(Done);
        }

        return await GoneAsync();
    }

    public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
    {
        if (_line is { } line && await line.ReadAsync(buffer, stop) is > 0 and var count)
        {
            return count;
        }

        return await GoneAsync();
    }

    public void DiscardInput()
    {
        if (_descriptor is { IsClosed: false } descriptor)
        {
            _ = Linux.FlushTerminal(descriptor, Linux.InputQueue);
        }
    }

    public async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _line, null) is { } line)
        {
            await line.DisposeAsync();
        }

        _descriptor = null;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private Outcome<Done> Open()
    {
        var flags = Linux.ReadWrite | Linux.NoControllingTerminal | Linux.NonBlocking | Linux.CloseOnExec;
        var number = Linux.Open(options.PortName, flags);
        if (number < 0)
        {
            return TerminalMode.LastError switch
            {
                Linux.DeviceBusy => DeviceFault.Busy,
                Linux.AccessDenied => new Failure(DeviceFault.Refused, "no access to the port"),
                _ => DeviceFault.Offline,
            };
        }

        var descriptor = new SafeFileHandle(number, ownsHandle: true);

        // A lock and not TIOCEXCL: it ends with its process, also by kill -9 while the other end keeps the port open.
        if (Linux.Flock(descriptor, Linux.LockExclusive | Linux.LockNonBlocking) != 0)
        {
            descriptor.Dispose();
            return DeviceFault.Busy;
        }

        if (!TerminalMode.Apply(descriptor, options))
        {
            descriptor.Dispose();
            return new Failure(DeviceFault.Refused, "the port cannot be set up so");
        }

        _descriptor = descriptor;
        _line = PolledDescriptor.Start(descriptor);
        return default(Done);
    }

    // Closed at once, so that the next OpenAsync finds the port again when it comes back.
    private async ValueTask<Failure> GoneAsync()
    {
        await CloseAsync();
        return DeviceFault.Offline;
    }
}
