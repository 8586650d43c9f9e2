namespace KioskSuite.Devices;

/// <summary>What a device can say instead of an answer. Closed: screens, console and journal know all.</summary>
public enum DeviceFault
{
    /// <summary>Never stored; a default value that reaches the journal is a bug.</summary>
    None = 0,

    /// <summary>The device did not answer before the deadline.</summary>
    Timeout = 1,

    /// <summary>The port, socket or reader is not there.</summary>
    Offline = 2,

    /// <summary>Bytes that the protocol does not allow: bad checksum, length, sequence or text.</summary>
    Garbage = 3,

    /// <summary>The device understood and refused.</summary>
    Refused = 4,

    /// <summary>Another program holds the device.</summary>
    Busy = 5,

    /// <summary>What the device answered and what its own sensors or counters show cannot both be true.</summary>
    Contradiction = 6,

    // ID reader
    NoDocument = 10,
    DocumentUnreadable = 11,
    DocumentNotGenuine = 12,
    DocumentOfOtherKind = 13,
    NoPortrait = 14,
    ReaderNotAuthorised = 15,
    ReaderSelfTestFailed = 16,

    // Card printer
    CardJam = 20,
    CoverOpen = 21,
    RibbonEnded = 22,
    FeederEmpty = 23,
    RejectBoxFull = 24,
    NoCard = 25,
    CardNotTaken = 26,
    StripeWriteFailed = 27,
    StripeReadBackDiffers = 28,

    /// <summary>Works now and soon will not: few blanks are left. Only ever a warning.</summary>
    FeederLow = 29,

    // Chip
    ChipMute = 30,
    ChipRefused = 31,
    ChipRemoved = 32,
    ChipNotGenuine = 33,
    WrongBlank = 34,
    CheckFailed = 35,

    // Card face
    GlyphMissing = 40,
    NameTooLong = 41,
    PainterFailed = 42,

    // Camera and pictures

    /// <summary>The camera sends the same picture again and again.</summary>
    CameraFrozen = 60,

    /// <summary>A picture that is none, is cut off, or is larger than allowed.</summary>
    PictureUnreadable = 61,

    /// <summary>What measures pictures did not answer, or answered nonsense.</summary>
    VisionFailed = 62,

    /// <summary>The ticket's time ran out before the act began; nothing was moved.</summary>
    TicketExpired = 50,
}
