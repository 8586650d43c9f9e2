using KioskSuite.Devices;
using KioskSuite.Jobs.Fold;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs;

/// <summary>The one next thing to do for a case that left its journey, by failure or by power cut.</summary>
public enum SettleAct
{
    Nothing,
    RepeatStop,
    RepeatOrder,
    Activate,
    Observe,
    WaitTaken,

    /// <summary>Only a person can say whether a hand has the card.</summary>
    AskStaff,
    Void,
    Retain,

    /// <summary>Nothing can be done before the printer answers again.</summary>
    Wait,
    End,
}

/// <summary>
/// From (what the journal says, what the device sees) to the next act. Pure; a chip is never resumed.
/// </summary>
public static class Settle
{
    /// <param name="s">State of the case.</param>
    /// <param name="seen">What the printer sees, or null while it does not answer.</param>
    public static SettleAct Next(CaseState s, Sighting? seen) => s switch
    {
        { Ended: true } => SettleAct.Nothing,
        { Stop: CallState.Open } => SettleAct.RepeatStop,
        { Order: CallState.Open } => SettleAct.RepeatOrder,      // the ticket is unknown, so nothing can be voided yet
        { Order: CallState.None or CallState.Refused } => SettleAct.End,
        { Taken: true, Activation: CallState.Done or CallState.Refused } => SettleAct.End,
        { Taken: true } => SettleAct.Activate,
        { Place: Place.Unknown, SeenByPerson: true, Moving: null, Void: CallState.None } => SettleAct.Observe,
        { Moving: not null } when seen is not null => SettleAct.Observe,
        { Place: Place.Exit, Moving: null } when seen is { At: null } => SettleAct.Observe,
        { MayBeInAHand: true, Moving: null } when seen?.At is null => SettleAct.AskStaff,
        { Place: Place.Exit, HandedOver: true, TakeTimePassed: false, Doubtful: false, Void: CallState.None }
            when seen?.At == Devices.Place.Exit => SettleAct.WaitTaken,
        { Void: CallState.None } => SettleAct.Void,              // journaled and sent before the card moves
        { Stuck: false, NeedsDevices: true } when seen?.At is not null => SettleAct.Retain,
        { Void: CallState.Open } => SettleAct.Void,
        { Stuck: false, Moving: not null } or { Stuck: false, NeedsDevices: true, Place: not Place.Hopper }
            when seen is null => SettleAct.Wait,                 // a card is inside and nobody can say where
        _ => SettleAct.End,
    };

    /// <summary>Where custody goes when an open move is closed by looking.</summary>
    /// <param name="move">The move whose outcome is not written.</param>
    /// <param name="seen">What the printer sees.</param>
    /// <param name="unknownFeeds">Insertions by the printer's counter that the ledger does not know.</param>
    public static Place Observed(OpenMove move, Sighting seen, long unknownFeeds) => seen.At switch
    {
        { } at => (Place)(int)at,
        null when move.From == Place.Hopper && unknownFeeds <= 0 => Place.Hopper,           // nothing was fed
        null => Place.Unknown,                                   // the bin or a hand: no sensor of this machine tells
    };

    /// <summary>How a settled case ends. A stop is never undone: it is what remains of a failed issue.</summary>
    public static Ending EndingOf(CaseState s) => s switch
    {
        { Stop: CallState.Refused } or { Activation: CallState.Refused } or { Void: CallState.Refused } =>
            Ending.NeedsStaff,
        { Doubtful: true } => Ending.NeedsStaff,                 // what this program cannot read, it does not end
        { Taken: true } => Ending.CardTaken,
        { Stuck: true } or { Place: Place.Unknown } or { Moving: not null } => Ending.NeedsStaff,
        { Place: Place.Retained } => Ending.CardRetained,
        { Place: not Place.Hopper } => Ending.NeedsStaff,
        { Blanks: > 1 } => Ending.CardRetained,                  // the blanks before this one are in the bin
        { Stop: CallState.Done } => Ending.LossRecorded,
        _ => Ending.Refused,
    };
}
