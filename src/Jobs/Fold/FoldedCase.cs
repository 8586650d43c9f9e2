using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs.Fold;

/// <summary>An open case as a snapshot carries it, both ways. A field of the state that is not here is lost.</summary>
internal static class FoldedCase
{
    public static OpenCase Of(CaseState s) => new()
    {
        Case = s.Case,
        OldCard = s.OldCard,
        Stop = (uint)s.Stop,
        StoppedAt = s.StoppedAt,
        Order = (uint)s.Order,
        Ticket = s.Ticket,
        Activation = (uint)s.Activation,
        Void = (uint)s.Void,
        Proved = s.Proved,
        Place = s.Place,
        Moving = s.Moving is { } m ? new MoveUnderWay { Of = m.Of, From = m.From, To = m.To } : null,
        Presented = s.Presented,
        Stuck = s.Stuck,
        TakeTimePassed = s.TakeTimePassed,
        Calls = { s.OpenCalls.Select(c => new CallUnderWay { Seq = c.Key, Intended = c.Value }) },
        Cause = s.Cause,
        Blanks = (uint)s.Blanks,
        AskedWhere = s.AskedWhere,
        SeenByPerson = s.SeenByPerson,
        LostSight = s.LostSight,
        Doubtful = s.Doubtful,
    };

    public static CaseState ToState(OpenCase o) => new()
    {
        Case = o.Case,
        OldCard = o.OldCard,
        Stop = (CallState)o.Stop,
        StoppedAt = o.StoppedAt,
        Order = (CallState)o.Order,
        Ticket = o.Ticket,
        Activation = (CallState)o.Activation,
        Void = (CallState)o.Void,
        Proved = o.Proved,
        Place = o.Place,
        Moving = o.Moving is { } m ? new OpenMove(m.Of, m.From, m.To) : null,
        Presented = o.Presented,
        Stuck = o.Stuck,
        TakeTimePassed = o.TakeTimePassed,
        OpenCalls = o.Calls.ToDictionary(c => c.Seq, c => c.Intended),
        Cause = o.Cause,
        Blanks = (int)o.Blanks,
        AskedWhere = o.AskedWhere,
        SeenByPerson = o.SeenByPerson,
        LostSight = o.LostSight,
        Doubtful = o.Doubtful,
    };
}
