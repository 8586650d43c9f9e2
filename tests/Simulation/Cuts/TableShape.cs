using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// One pair of the settling table as a number: every shape that a case can have, and everything a printer can show.
/// </summary>
internal static class TableShape
{
    private const int Calls = 4;
    private const int Places = 7;
    private const int Flags = 1 << 7;
    private const int Moves = 4;
    private const int Seen = 5;

    private static readonly Place[] s_to = [Place.Unknown, Place.Printer, Place.Exit, Place.Retained];
    private static readonly Sighting?[] s_seen =
    [
        null, new(null, false), new(Devices.Place.ChipStation, false), new(Devices.Place.Printer, false),
        new(Devices.Place.Exit, false),
    ];

    public const int Count = Calls * Calls * Calls * Calls * Places * Flags * Moves * Seen;

    public static (CaseState State, Sighting? Seen) Decode(int code)
    {
        int Next(int n)
        {
            (code, var digit) = (code / n, code % n);
            return digit;
        }

        var seen = s_seen[Next(Seen)];
        var to = s_to[Next(Moves)];
        var flags = Next(Flags);
        var place = (Place)Next(Places);
        return (new CaseState
        {
            Case = 1,
            Ticket = "ticket",
            Place = place,
            Moving = to == Place.Unknown ? null : new OpenMove(1, place, to),
            Void = (CallState)Next(Calls),
            Activation = (CallState)Next(Calls),
            Order = (CallState)Next(Calls),
            Stop = (CallState)Next(Calls),
            Proved = (flags & 1) != 0,
            Presented = (flags & 2) != 0,
            Stuck = (flags & 4) != 0,
            TakeTimePassed = (flags & 8) != 0,
            SeenByPerson = (flags & 16) != 0,
            LostSight = (flags & 32) != 0,
            Doubtful = (flags & 64) != 0,
        }, seen);
    }

    public static int Encode(CaseState s, Sighting? seen)
    {
        var flags = (s.Proved ? 1 : 0) | (s.Presented ? 2 : 0) | (s.Stuck ? 4 : 0) | (s.TakeTimePassed ? 8 : 0)
            | (s.SeenByPerson ? 16 : 0) | (s.LostSight ? 32 : 0) | (s.Doubtful ? 64 : 0);
        var code = (((int)s.Stop * Calls) + (int)s.Order) * Calls;
        code = ((code + (int)s.Activation) * Calls) + (int)s.Void;
        code = (((code * Places) + (int)s.Place) * Flags) + flags;
        code = (code * Moves) + Array.IndexOf(s_to, s.Moving?.To ?? Place.Unknown);
        return (code * Seen) + Array.IndexOf(s_seen, seen);
    }

    /// <summary>What may come of an act: central may refuse, a motor may fail, a person may say either.</summary>
    public static IEnumerable<(CaseState State, Sighting? Seen)> After(SettleAct act, CaseState s, Sighting? seen)
    {
        var empty = s_seen[1];
        return act switch
        {
            SettleAct.RepeatStop => Either(c => s with { Stop = c }, seen),
            SettleAct.RepeatOrder => Either(c => s with { Order = c }, seen),
            SettleAct.Activate => Either(c => s with { Activation = c }, seen),
            SettleAct.Void => [.. Either(c => s with { Void = c }, seen), (s with { Void = CallState.Open }, seen)],
            SettleAct.Observe => [(s with { Moving = null, Place = Observed(s, seen) }, seen)],
            SettleAct.AskStaff => [(s with { SeenByPerson = true }, seen), (s with { LostSight = true }, seen)],
            SettleAct.WaitTaken =>
                [(s with { Place = Place.Taken }, empty), (s with { TakeTimePassed = true }, seen)],
            SettleAct.Retain =>
                [(s with { Place = Place.Retained }, empty),
                (s with { Stuck = true, Moving = new OpenMove(1, s.Place, Place.Retained) }, seen)],
            _ => [],
        };
    }

    private static IEnumerable<(CaseState State, Sighting? Seen)> Either(
        Func<CallState, CaseState> with, Sighting? seen) =>
        [(with(CallState.Done), seen), (with(CallState.Refused), seen)];

    private static Place Observed(CaseState s, Sighting? seen) => s is { SeenByPerson: true, Moving: null }
        && s.Place == Place.Unknown ? Place.Taken
        : Settle.Observed(s.Moving ?? new OpenMove(0, s.Place, Place.Taken), seen!, unknownFeeds: 0);
}
