namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>Return codes of PC/SC (pcsclite.h), truncated to 32 bits as Linux widens them to a 64-bit long.</summary>
public enum SCardError : uint
{
    Success = 0,
    InternalError = SCardErrors.Base + 1,
    Cancelled = SCardErrors.Base + 2,
    InvalidHandle = SCardErrors.Base + 3,
    InvalidParameter = SCardErrors.Base + 4,
    NoMemory = SCardErrors.Base + 6,
    InsufficientBuffer = SCardErrors.Base + 8,
    UnknownReader = SCardErrors.Base + 9,
    Timeout = SCardErrors.Base + 10,
    SharingViolation = SCardErrors.Base + 11,
    NoSmartcard = SCardErrors.Base + 12,
    UnknownCard = SCardErrors.Base + 13,
    ProtocolMismatch = SCardErrors.Base + 15,
    NotReady = SCardErrors.Base + 16,
    InvalidValue = SCardErrors.Base + 17,
    SystemCancelled = SCardErrors.Base + 18,
    CommunicationError = SCardErrors.Base + 19,
    UnknownError = SCardErrors.Base + 20,
    NotTransacted = SCardErrors.Base + 22,
    ReaderUnavailable = SCardErrors.Base + 23,
    NoService = SCardErrors.Base + 29,
    ServiceStopped = SCardErrors.Base + 30,

    /// <summary>Of pcsc-lite; Windows calls another error by this number.</summary>
    UnsupportedFeature = SCardErrors.Base + 31,
    NoReadersAvailable = SCardErrors.Base + 46,
    CommunicationDataLost = SCardErrors.Base + 47,
    ServerTooBusy = SCardErrors.Base + 49,
    UnsupportedCard = SCardErrors.Base + 101,
    UnresponsiveCard = SCardErrors.Base + 102,
    UnpoweredCard = SCardErrors.Base + 103,
    ResetCard = SCardErrors.Base + 104,
    RemovedCard = SCardErrors.Base + 105,
    SecurityViolation = SCardErrors.Base + 106,
}

public static class SCardErrors
{
    /// <summary>Facility "smart card", severity "error".</summary>
    internal const uint Base = 0x80100000;

    /// <summary>The service went away, or is another one: the context means nothing any more.</summary>
    public static bool LosesContext(SCardError error) => error is
        SCardError.InvalidHandle or SCardError.NoService or SCardError.ServiceStopped
        or SCardError.CommunicationError or SCardError.InternalError or SCardError.SystemCancelled;
}
