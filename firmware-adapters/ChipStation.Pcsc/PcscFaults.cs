using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>What a PC/SC return code means for the journey.</summary>
internal static class PcscFaults
{
    public static Failure Of(SCardError error) => new(FaultOf(error), error.ToString());

    private static DeviceFault FaultOf(SCardError error) => error switch
    {
        SCardError.RemovedCard or SCardError.NoSmartcard or SCardError.ResetCard => DeviceFault.ChipRemoved,
        SCardError.UnresponsiveCard or SCardError.UnpoweredCard or SCardError.NotTransacted => DeviceFault.ChipMute,
        SCardError.CommunicationDataLost or SCardError.NotReady => DeviceFault.ChipMute,
        SCardError.UnsupportedCard or SCardError.ProtocolMismatch => DeviceFault.ChipRefused,
        SCardError.InsufficientBuffer or SCardError.InvalidValue => DeviceFault.Garbage,
        SCardError.SharingViolation or SCardError.ServerTooBusy => DeviceFault.Busy,
        SCardError.SecurityViolation => DeviceFault.Refused,
        SCardError.Timeout => DeviceFault.Timeout,
        _ => DeviceFault.Offline,
    };
}
