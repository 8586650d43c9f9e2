namespace KioskSuite.Devices.Links;

/// <summary>Parity bit; names and values of <c>System.IO.Ports.Parity</c>.</summary>
public enum Parity
{
    None = 0,
    Odd = 1,
    Even = 2,
    Mark = 3,
    Space = 4,
}

/// <summary>Stop bits; names and values of <c>System.IO.Ports.StopBits</c> that Linux offers.</summary>
public enum StopBits
{
    One = 1,
    Two = 2,
}

/// <summary>Flow control; names and values of <c>System.IO.Ports.Handshake</c>.</summary>
public enum Handshake
{
    None = 0,
    XOnXOff = 1,
    RequestToSend = 2,
    RequestToSendXOnXOff = 3,
}

/// <summary>How a serial port is opened; names, meaning and defaults of <c>System.IO.Ports.SerialPort</c>.</summary>
/// <param name="PortName">Path of the device, such as <c>/dev/ttyUSB0</c>.</param>
public sealed record SerialOptions(string PortName)
{
    /// <summary>Bits per second, 50 to 4,000,000; the driver decides which it can make.</summary>
    public int BaudRate { get; init; } = 9600;

    /// <summary>Data bits, 5 to 8.</summary>
    public int DataBits { get; init; } = 8;

    public Parity Parity { get; init; } = Parity.None;

    public StopBits StopBits { get; init; } = StopBits.One;

    public Handshake Handshake { get; init; } = Handshake.None;
}
