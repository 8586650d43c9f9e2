using KioskSuite.Devices;
using KioskSuite.Journal;
using KioskSuite.Jobs.Issue;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs.Fold;

/// <summary>
/// Folds one case's entries into its state. Pure; the same code serves screens, recovery and checkers.
/// </summary>
public static class CaseFold
{
    public static CaseState Apply(CaseState s, Entry e) => e.Kind switch
    {
        EntryKinds.CaseOpened => s with { Case = e.Seq },
        EntryKinds.ActFailed => s with { Cause = ActFailed.Parser.ParseFrom(e.Payload).Fault },
        EntryKinds.CardMoving => Began(s, e.Seq, Moving.Parser.ParseFrom(e.Payload)),
        EntryKinds.CardMoved => Arrived(s, Moved.Parser.ParseFrom(e.Payload)),
        EntryKinds.CardStuck => Stopped(s, MoveFailed.Parser.ParseFrom(e.Payload)),
        EntryKinds.CallIntended => Intended(s, e.Seq, CallIntended.Parser.ParseFrom(e.Payload)),
        EntryKinds.CallDone => Answered(s, CallDone.Parser.ParseFrom(e.Payload)),
        EntryKinds.CallRefused => Refused(s, CallRefused.Parser.ParseFrom(e.Payload)),
        EntryKinds.QuestionAsked => Asked(s, e.Seq, Messages.Entries.Asked.Parser.ParseFrom(e.Payload)),
        EntryKinds.QuestionAnswered => Answered(s, Messages.Entries.Answered.Parser.ParseFrom(e.Payload)),
        EntryKinds.QuestionLapsed => Lapsed(s, NotAnswered.Parser.ParseFrom(e.Payload)),
        EntryKinds.CaseEnded => Ended(s, CaseEnded.Parser.ParseFrom(e.Payload)),
        EntryKinds.FaceChecked => s with { Cause = "" },            // a camera that failed ends nothing: a teller looks
        EntryKinds.DocumentRead or EntryKinds.ActIntended or EntryKinds.ActDone => s,
        _ => s with { Doubtful = true },                            // a newer program wrote it: nothing is guessed
    };

    /// <summary>
    /// Whether a card of this case can have moved so: the outcome of the move under way, or a look or a person's word
    /// while none is, and always from where it was. Anything else is a doubled or invented entry.
    /// </summary>
    public static bool Believable(CaseState s, Moved m) =>
        m.Of == (s.Moving?.Of ?? 0) && m.From == (s.Moving?.From ?? s.Place);

    private static CaseState Began(CaseState s, ulong seq, Moving m) => s with
    {
        Moving = new(seq, m.From, m.To),
        Presented = s.Presented || m.To == Place.Exit,
    };

    private static CaseState Arrived(CaseState s, Moved m) =>
        Believable(s, m) ? s with { Moving = null, Place = m.To } : s with { Doubtful = true };

    // A person's decision is an answer like any other, and state from then on.
    private static CaseState Asked(CaseState s, ulong seq, Asked a) =>
        a.Question == Question.WhereIsTheCard ? s with { AskedWhere = seq } : s;

    private static CaseState Answered(CaseState s, Answered a) => a.Of != s.AskedWhere || a.Of == 0
        ? s
        : a.Option == Decisions.Taken
            ? s with { AskedWhere = 0, SeenByPerson = true }
            : s with { AskedWhere = 0, LostSight = true };

    private static CaseState Lapsed(CaseState s, NotAnswered n) =>
        n.Of == s.AskedWhere && n.Of != 0 ? s with { AskedWhere = 0, LostSight = true } : s;

    // Only a card that lay there for its whole time was not taken; any other failure leaves the move to be looked at.
    private static CaseState Stopped(CaseState s, MoveFailed m) => m.Fault switch
    {
        nameof(DeviceFault.CardNotTaken) => s with { Moving = null, TakeTimePassed = true, Cause = m.Fault },
        _ => s with { Stuck = s.Stuck || s.Moving is { To: Place.Retained }, Cause = m.Fault },
    };

    private static CaseState Intended(CaseState s, ulong seq, CallIntended i)
    {
        var before = i.Call == Call.OrderCard ? NextBlank(s) : s;
        return With(before, i.Call, CallState.Open) with
        {
            OpenCalls = new Dictionary<ulong, CallIntended>(s.OpenCalls) { [seq] = i },
            OldCard = i.Call == Call.StopCard ? Messages.Central.Stop.Parser.ParseFrom(i.Request).Card : s.OldCard,
        };
    }

    // The card before is void and in the bin: what is said of "the card" from here on is said of the next one.
    private static CaseState NextBlank(CaseState s) => s with
    {
        Blanks = s.Blanks + 1,
        Ticket = "",
        Void = CallState.None,
        Proved = false,
        Place = Place.Hopper,
        Moving = null,
        Presented = false,
        Stuck = false,
        TakeTimePassed = false,
    };

    private static CaseState Answered(CaseState s, CallDone d)
    {
        var call = s.OpenCalls.TryGetValue(d.Of, out var intended) ? intended.Call : Call.None;
        var next = With(s, call, CallState.Done) with { OpenCalls = Without(s, d.Of) };
        return call switch
        {
            Call.StopCard => next with { StoppedAt = d.At },
            Call.OrderCard => next with { Ticket = d.Ticket },
            Call.Prove => next with { Proved = d.Proved, Cause = d.Proved ? s.Cause : nameof(Problem.NotProved) },
            _ => next,
        };
    }

    private static CaseState Refused(CaseState s, CallRefused r)
    {
        var call = s.OpenCalls.TryGetValue(r.Of, out var intended) ? intended.Call : Call.None;
        return With(s, call, CallState.Refused) with { OpenCalls = Without(s, r.Of), Cause = r.Status };
    }

    private static CaseState Ended(CaseState s, CaseEnded e) => s with { Ending = e.Ending, Cause = e.Cause };

    private static CaseState With(CaseState s, Call call, CallState state) => call switch
    {
        Call.StopCard => s with { Stop = state },
        Call.OrderCard => s with { Order = state },
        Call.Activate => s with { Activation = state },
        Call.VoidCard => s with { Void = state },
        _ => s,
    };

    private static Dictionary<ulong, CallIntended> Without(CaseState s, ulong seq)
    {
        var open = new Dictionary<ulong, CallIntended>(s.OpenCalls);
        open.Remove(seq);
        return open;
    }
}
