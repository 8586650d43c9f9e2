using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Devices.Links;

/// <summary>Sets a terminal to raw bytes: no echo, no signals, no translation, one byte is enough for a read.</summary>
internal static class TerminalMode
{
    // c_cflag of termbits.h (asm-generic)
    private const uint TwoStopBits = 1 << 6;
    private const uint Receive = 1 << 7;
    private const uint ParityOn = 1 << 8;
    private const uint ParityOdd = 1 << 9;
    private const uint IgnoreModemLines = 1 << 11;
    private const uint SpeedIsNumber = 1 << 12;
    private const uint StickParity = 1 << 30;
    private const uint HardwareFlow = 1u << 31;

    // c_iflag
    private const uint CheckParity = 1 << 4;
    private const uint SoftwareFlowOut = 1 << 10;
    private const uint SoftwareFlowIn = 1 << 12;

    private const int MinimumBytes = 6;

    /// <summary>Applies the options; false when the driver cannot, or made a speed off by more than 3 %.</summary>
    internal static bool Apply(SafeFileHandle descriptor, SerialOptions options)
    {
        if (options is not { DataBits: >= 5 and <= 8, BaudRate: > 0 })
        {
            return false;
        }

        var mode = Build(options);
        if (Linux.Ioctl(descriptor, Linux.SetTermios2, ref mode) != 0)
        {
            return false;
        }

        var made = default(Linux.Termios2);
        return Linux.Ioctl(descriptor, Linux.GetTermios2, ref made) == 0
            && Math.Abs(made.OutputSpeed - (long)options.BaudRate) * 100 <= options.BaudRate * 3L;
    }

    /// <summary>Errno of the last failed call on this thread.</summary>
    internal static int LastError => Marshal.GetLastPInvokeError();

    private static unsafe Linux.Termios2 Build(SerialOptions options)
    {
        var mode = new Linux.Termios2
        {
            // A byte with a wrong parity bit then arrives as 0, and the frame's own checksum finds it.
            InputFlags = options.Parity == Parity.None ? 0 : CheckParity,
            ControlFlags = Receive | IgnoreModemLines | SpeedIsNumber | (uint)(options.DataBits - 5) << 4,
            InputSpeed = (uint)options.BaudRate,
            OutputSpeed = (uint)options.BaudRate,
        };
        mode.ControlCharacters[MinimumBytes] = 1;
        mode.ControlFlags |= options.StopBits == StopBits.Two ? TwoStopBits : 0;
        mode.ControlFlags |= options.Parity switch
        {
            Parity.Odd => ParityOn | ParityOdd,
            Parity.Even => ParityOn,
            Parity.Mark => ParityOn | ParityOdd | StickParity,
            Parity.Space => ParityOn | StickParity,
            _ => 0,
        };
        mode.ControlFlags |= options.Handshake.HasFlag(Handshake.RequestToSend) ? HardwareFlow : 0;
        mode.InputFlags |= options.Handshake.HasFlag(Handshake.XOnXOff) ? SoftwareFlowOut | SoftwareFlowIn : 0;
        return mode;
    }
}
