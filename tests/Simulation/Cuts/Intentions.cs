using KioskSuite.Jobs;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// Intentions and outcomes as the entries tell them, folded without the product's own fold: an outcome belongs to one
/// open intention, a card moves from where it is, and nothing goes to the reject box before its void was intended.
/// </summary>
internal sealed class Intentions(Watch watch)
{
    private static readonly Call[] s_owed = [Call.StopCard, Call.OrderCard, Call.Activate, Call.VoidCard];

    private readonly SortedDictionary<ulong, Entry> _open = [];
    private readonly Dictionary<string, Place> _places = [];
    private readonly HashSet<string> _voids = [];

    public IEnumerable<Moving> Moves() =>
        Open(EntryKinds.CardMoving).Select(e => Moving.Parser.ParseFrom(e.Payload));

    public IEnumerable<Act> Acts() =>
        Open(EntryKinds.ActIntended).Select(e => ActIntended.Parser.ParseFrom(e.Payload).Act);

    public void Fold(Entry e)
    {
        switch (e.Kind)
        {
            case EntryKinds.ActIntended or EntryKinds.QuestionAsked:
                _open[e.Seq] = e;
                break;
            case EntryKinds.CallIntended:
                _open[e.Seq] = e;
                Called(CallIntended.Parser.ParseFrom(e.Payload));
                break;
            case EntryKinds.CardMoving:
                _open[e.Seq] = e;
                Began(Moving.Parser.ParseFrom(e.Payload));
                break;
            case EntryKinds.CardMoved:
                Arrived(e, Moved.Parser.ParseFrom(e.Payload));
                break;
            case EntryKinds.CardStuck:
                var stuck = MoveFailed.Parser.ParseFrom(e.Payload);
                watch.Require(Has(stuck.Of, EntryKinds.CardMoving), "an outcome of an open intention", $"{e}");
                break;
            case EntryKinds.ActDone:
                Close(e, ActDone.Parser.ParseFrom(e.Payload).Of, EntryKinds.ActIntended);
                break;
            case EntryKinds.ActFailed:
                Close(e, ActFailed.Parser.ParseFrom(e.Payload).Of, EntryKinds.ActIntended);
                break;
            case EntryKinds.CallDone:
                Close(e, CallDone.Parser.ParseFrom(e.Payload).Of, EntryKinds.CallIntended);
                break;
            case EntryKinds.CallRefused:
                Close(e, CallRefused.Parser.ParseFrom(e.Payload).Of, EntryKinds.CallIntended);
                break;
            case EntryKinds.QuestionAnswered:
                Close(e, Answered.Parser.ParseFrom(e.Payload).Of, EntryKinds.QuestionAsked);
                break;
            case EntryKinds.QuestionLapsed:
                Close(e, NotAnswered.Parser.ParseFrom(e.Payload).Of, EntryKinds.QuestionAsked);
                break;
            case EntryKinds.CaseEnded:
                Ended(e);
                break;
        }
    }

    private IEnumerable<Entry> Open(string kind) => _open.Values.Where(e => e.Kind == kind);

    private bool Has(ulong of, string kind) => _open.TryGetValue(of, out var intended) && intended.Kind == kind;

    private void Close(Entry outcome, ulong of, string kind)
    {
        watch.Require(Has(of, kind), "an outcome of an open intention", $"{outcome} of {of}");
        _open.Remove(of);
    }

    private void Called(CallIntended intended)
    {
        if (intended.Call == Call.VoidCard)
        {
            _voids.Add(KioskSuite.Messages.Central.Spoilt.Parser.ParseFrom(intended.Request).Ticket);
        }
    }

    private void Began(Moving moving)
    {
        watch.Require(
            moving.To != Place.Retained || _voids.Contains(moving.Item), "a void before the reject box", moving.Item);
        LeavesItsPlace(moving.Item, moving.From);
    }

    private void Arrived(Entry e, Moved moved)
    {
        if (moved.Of != 0)
        {
            Close(e, moved.Of, EntryKinds.CardMoving);
        }

        LeavesItsPlace(moved.Item, moved.From);
        _places[moved.Item] = moved.To;
    }

    private void LeavesItsPlace(string item, Place from)
    {
        var place = _places.GetValueOrDefault(item, Place.Hopper);
        watch.Require(place == from, "a card moves from where it is", $"{item} is at {place}, moved from {from}");
    }

    private void Ended(Entry e)
    {
        var owed = Open(EntryKinds.CallIntended).Where(c => c.Case == e.Case)
            .Select(c => CallIntended.Parser.ParseFrom(c.Payload).Call).Intersect(s_owed).ToList();
        watch.Require(owed.Count == 0, "no case ends with an open call", string.Join(", ", owed));
    }
}
