using KioskSuite.Devices;

namespace KioskSuite.IdReader.Sdt;

/// <summary>What a module's status means in the closed vocabulary of faults.</summary>
internal static class SdtFaults
{
    internal static Failure Of(SdtResponse response) => new(FaultOf(response.Status), Words(response));

    /// <summary>Whether the reader is to blame, and not the document on it or a single request.</summary>
    internal static bool BlamesReader(DeviceFault fault) => fault
        is DeviceFault.Offline or DeviceFault.Busy or DeviceFault.Timeout or DeviceFault.Garbage
        or DeviceFault.ReaderSelfTestFailed or DeviceFault.ReaderNotAuthorised;

    private static DeviceFault FaultOf(SdtStatus status) => status switch
    {
        SdtStatus.NotFound => DeviceFault.NoDocument,
        SdtStatus.CardRejectedSam or SdtStatus.SamRejectedCard or SdtStatus.DataNotVerified =>
            DeviceFault.DocumentNotGenuine,
        SdtStatus.WrongCardType => DeviceFault.DocumentOfOtherKind,
        SdtStatus.ReadFailed or SdtStatus.NoRandom or SdtStatus.SelectFailed or SdtStatus.NoSuchItem =>
            DeviceFault.DocumentUnreadable,
        SdtStatus.SelfTestFailed => DeviceFault.ReaderSelfTestFailed,
        SdtStatus.NotAuthorised => DeviceFault.ReaderNotAuthorised,
        SdtStatus.CommandWrong or SdtStatus.NotPermitted or SdtStatus.UnknownError => DeviceFault.Refused,
        _ => DeviceFault.Garbage,
    };

    private static string Words(SdtResponse response) => response.CardStatus == 0
        ? $"{response.Status}"
        : $"{response.Status}, card {response.CardStatus:X4}";
}
