using System.Text;
using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>
/// Which of the listed readers is meant: a name may come back with another number after a reader was replugged, a
/// serial number does not change.
/// </summary>
internal sealed class PcscChoice(PcscOptions options)
{
    private volatile string? _known;

    /// <summary>The reader's name now; asks for serial numbers only when one was given.</summary>
    public Outcome<string> Find(SCardContext context)
    {
        var error = context.Establish();
        IReadOnlyList<string> listed = [];
        if (error == SCardError.Success)
        {
            error = context.ListReaders(out listed);
        }

        if (error != SCardError.Success)
        {
            return PcscFaults.Of(error);
        }

        var meant = listed.Where(IsMeant).OrderBy(name => name != options.ReaderName).ToList();
        return options.Serial.Length > 0 ? FindSerial(context, meant)
            : meant.Count > 0 ? meant[0]
            : new Failure(DeviceFault.Offline, "reader not listed");
    }

    private bool IsMeant(string name) =>
        name.Contains(options.ReaderName, StringComparison.Ordinal)
        && !options.Ignored.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>A reader that is held tells nothing; it is the right one if it was when it could be asked.</summary>
    private Outcome<string> FindSerial(SCardContext context, List<string> meant)
    {
        var held = false;
        foreach (var name in meant)
        {
            var serial = SerialOf(context, name);
            if (serial.Ok ? serial.Value == options.Serial : Held(serial) && name == _known)
            {
                _known = name;
                return name;
            }

            held |= Held(serial);
            _known = serial.Ok && name == _known ? null : _known;
        }

        return held
            ? new Failure(DeviceFault.Busy, "a reader that may be ours is held")
            : new Failure(DeviceFault.Offline, "no reader has that serial number");
    }

    private static bool Held(Outcome<string> serial) => serial.Failure is { Fault: DeviceFault.Busy };

    private static Outcome<string> SerialOf(SCardContext context, string name)
    {
        var error = context.Connect(name, SCardShareMode.Direct, SCardProtocol.None, out var reader);
        if (error != SCardError.Success)
        {
            return PcscFaults.Of(error);
        }

        using (reader)
        {
            error = reader!.GetAttribute(SCardAttribute.Serial, out var serial);
            return error == SCardError.Success
                ? Encoding.ASCII.GetString(serial).TrimEnd('\0', ' ')
                : PcscFaults.Of(error);
        }
    }
}
