namespace KioskSuite.Devices;

/// <summary>Why a journey cannot go on when no device is to blame. Closed.</summary>
public enum Problem
{
    None = 0,
    CentralAway = 1,
    CentralRefused = 2,
    CentralNonsense = 3,
    NotAnswered = 4,
    Declined = 5,
    IdentityNotProved = 6,
    TicketInvalid = 7,
    NotProved = 8,
    PersonUnknown = 10,

    /// <summary>This kiosk makes no cards now; the reason stands with its devices and its ledger.</summary>
    NotIssuing = 11,

    /// <summary>Sensors, counters and outcomes cannot all be true; a person looks before the next card.</summary>
    Contradiction = 12,
}

/// <summary>What a person is asked to do. Closed; the words stand in the screen's resources.</summary>
public enum UserAction
{
    None = 0,
    PutDocumentDown = 1,
    TakeCard = 3,
}
