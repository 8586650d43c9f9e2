using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs.Fold;

/// <summary>How far a command to central is. Open: intended, and central's answer is not known.</summary>
public enum CallState
{
    None,
    Open,
    Done,
    Refused,
}

/// <summary>One case as the journal tells it. Only <see cref="CaseFold"/> makes the next one.</summary>
public sealed record CaseState
{
    /// <summary>Sequence of the entry that opened the case.</summary>
    public ulong Case { get; init; }

    /// <summary>Central's reference of the card reported lost, once chosen.</summary>
    public string OldCard { get; init; } = "";

    public CallState Stop { get; init; }

    public long StoppedAt { get; init; }

    public CallState Order { get; init; }

    public string Ticket { get; init; } = "";

    public CallState Activation { get; init; }

    public CallState Void { get; init; }

    public bool Proved { get; init; }

    /// <summary>Orders intended: each may cost one blank.</summary>
    public int Blanks { get; init; }

    /// <summary>Where custody stands; Hopper while no blank has left it for this case.</summary>
    public Place Place { get; init; } = Place.Hopper;

    /// <summary>A move whose outcome is not written, or null.</summary>
    public OpenMove? Moving { get; init; }

    /// <summary>A move to the exit was begun: a hand may have had the card.</summary>
    public bool Presented { get; init; }

    /// <summary>Retaining failed: only staff can help.</summary>
    public bool Stuck { get; init; }

    /// <summary>The card lay at the exit for the whole time allowed.</summary>
    public bool TakeTimePassed { get; init; }

    /// <summary>The question to staff where the card is, not answered yet; 0 for none.</summary>
    public ulong AskedWhere { get; init; }

    /// <summary>A person at the kiosk saw the customer take the card.</summary>
    public bool SeenByPerson { get; init; }

    /// <summary>Nobody could say where the card is.</summary>
    public bool LostSight { get; init; }

    /// <summary>The log holds what this program cannot read or believe about the case: it goes to staff.</summary>
    public bool Doubtful { get; init; }

    /// <summary>Intentions of commands without outcome, by sequence: the only retry queue.</summary>
    public IReadOnlyDictionary<ulong, CallIntended> OpenCalls { get; init; } = new Dictionary<ulong, CallIntended>();

    /// <summary>What the last failure said, for the ending.</summary>
    public string Cause { get; init; } = "";

    public Ending Ending { get; init; }

    public bool Ended => Ending != Ending.None;

    public bool Taken => Place == Place.Taken;

    /// <summary>Finished: proved, and presented by the journey itself. A printer may push out what is not.</summary>
    public bool HandedOver => Proved && Presented;

    /// <summary>Proved, was at the exit, and is nowhere to be seen: only a person can say who has it.</summary>
    public bool MayBeInAHand => Place == Place.Unknown && HandedOver && !LostSight && Void == CallState.None;

    /// <summary>A card of this case may still be in the transport or at the exit.</summary>
    public bool NeedsDevices => Order == CallState.Done && Place is not (Place.Taken or Place.Retained);

    public override string ToString() => $"case {Case}";
}

/// <summary>A move under way: sequence of its intention, and its ends.</summary>
public sealed record OpenMove(ulong Of, Place From, Place To);
