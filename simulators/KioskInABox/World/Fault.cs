namespace KioskSuite.KioskInABox.World;

/// <summary>What can be scripted to go wrong. The scenarios beside the seed file say what must come of it.</summary>
public enum Fault
{
    /// <summary>The card sticks under the print head.</summary>
    JamAtPrint,

    /// <summary>Every chip stops answering in the middle of personalisation.</summary>
    ChipMute,

    /// <summary>The feeder holds blanks of another stock.</summary>
    WrongBlank,

    /// <summary>Nobody takes the presented card.</summary>
    NotTaken,

    /// <summary>The ID reader answers with garbage.</summary>
    ReaderGarbage,

    /// <summary>The blank sticks on its way to the contact station.</summary>
    JamAtFeed,

    /// <summary>The card sticks in the contact station.</summary>
    JamAtStation,

    /// <summary>The card sticks on its way to the exit.</summary>
    JamAtExit,

    /// <summary>The card sticks on its way to the reject box.</summary>
    JamAtReject,

    /// <summary>The printer's cover stands open from the start.</summary>
    CoverOpen,

    /// <summary>The cover is opened while the card is printed, and stays open.</summary>
    CoverOpenedAtPrint,

    /// <summary>The ribbon is at its end from the start.</summary>
    RibbonEnded,

    /// <summary>The ribbon ends when printing starts.</summary>
    RibbonEndsAtPrint,

    /// <summary>The feeder is empty from the start.</summary>
    FeederEmpty,

    /// <summary>The feeder's sensor saw a blank and there is none.</summary>
    FeederEmptyAtFeed,

    /// <summary>The feeder is nearly empty.</summary>
    FeederLow,

    /// <summary>The reject box is full from the start.</summary>
    RejectBoxFull,

    /// <summary>A hand pulls the card out while the motor still turns.</summary>
    PulledWhilePresented,

    /// <summary>The card is taken, pushed back into the exit, and taken again.</summary>
    PutBack,

    /// <summary>The chip's cryptogram is wrong: another key is on it.</summary>
    WrongCryptogram,

    /// <summary>Every chip answers 6581 while it is written.</summary>
    MemoryFailure,

    /// <summary>Every chip answers late, within its time.</summary>
    SlowChip,

    /// <summary>Every chip has too little memory and answers 6A84.</summary>
    ChipFull,

    /// <summary>Every chip loses its power, and with it its channel, in the middle of a STORE DATA.</summary>
    ChipPowerLoss,

    /// <summary>Every SCP03 chip forgets to count commands without data.</summary>
    ChipCounter,

    /// <summary>Every chip's CPLC has another serial number and impossible dates; its type is right.</summary>
    CplcLies,

    /// <summary>Every finished card answers with a wrong application cryptogram.</summary>
    ChipCryptogram,

    /// <summary>In every finished card the keys for cryptograms and script MACs are exchanged.</summary>
    ChipKeysSwapped,

    /// <summary>In every finished card the keys for script MACs and encryption are exchanged.</summary>
    ChipMacEncSwapped,

    /// <summary>Every finished card signs other data than it was given.</summary>
    ChipSignature,

    /// <summary>Every finished card answers a request for a combined signature without one.</summary>
    ChipNoCda,

    /// <summary>Every finished card promises static data authentication that it does not have.</summary>
    ChipAipLies,

    /// <summary>The transaction counter of every finished card does not rise.</summary>
    ChipAtcStuck,

    /// <summary>Every finished card has a payment in its log that it never made.</summary>
    ChipLogUsed,

    /// <summary>The first blank was personalised before; the next is good.</summary>
    DirtyBlank,

    /// <summary>The stripe head writes nothing and says OK.</summary>
    StripeNotWritten,

    /// <summary>Grease covers the first blank's stripe in one place; the next is clean.</summary>
    StripeDirty,

    /// <summary>The feeder holds blanks whose stripe has low coercivity.</summary>
    StripeCoercivity,

    /// <summary>The ID reader is unplugged at the start and comes back.</summary>
    ReaderGoneAndBack,

    /// <summary>The ID reader is unplugged when the document is laid down.</summary>
    ReaderGoneAtRead,

    /// <summary>The printer is away from the start.</summary>
    PrinterGone,

    /// <summary>The printer goes away while it prints and comes back.</summary>
    PrinterGoneAndBack,

    /// <summary>The printer says OK with its cover open, and nothing moved.</summary>
    PrinterLies,

    /// <summary>A print of the owner's face is held before the camera.</summary>
    PhotoAttack,

    /// <summary>A bent print of the owner's face is held before the camera.</summary>
    BentPhoto,

    /// <summary>A screen that plays the owner's face, with the turns asked for, is held before the camera.</summary>
    ReplayAttack,

    /// <summary>Another living person than the document's stands before the camera.</summary>
    FaceMismatch,

    /// <summary>A second person looks in until told that one is enough.</summary>
    TwoFaces,

    /// <summary>The camera sends the same picture from its second second on.</summary>
    CameraFrozen,

    /// <summary>Nothing listens where the camera was.</summary>
    CameraGone,
}
