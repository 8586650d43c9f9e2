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
    Interrupted = 9,
    PersonUnknown = 10,
}

/// <summary>What a person is asked to do. Closed; the words stand in the screen's resources.</summary>
public enum UserAction
{
    None = 0,
    PutDocumentDown = 1,
    CallTeller = 2,
    TakeCard = 3,
    CallHotline = 4,
    ComeAgain = 5,
}
