using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs.Fold;

/// <summary>
/// The whole kiosk as its journal tells it: open cases, and the ledger of cards by place (double entry:
/// every card that arrives somewhere left somewhere). Not thread-safe; its owner applies entries in order.
/// </summary>
public sealed class KioskState
{
    private readonly SortedDictionary<ulong, CaseState> _cases = [];
    private readonly Dictionary<Place, int> _cards = [];

    public bool StockCounted { get; private set; }

    /// <summary>Blanks counted in, ever.</summary>
    public int Loaded { get; private set; }

    public IReadOnlyCollection<CaseState> OpenCases => _cases.Values;

    /// <summary>Cards at a place by the ledger.</summary>
    public int CardsAt(Place place) => _cards.GetValueOrDefault(place);

    public CaseState? Find(ulong @case) => _cases.GetValueOrDefault(@case);

    /// <summary>Applies one entry; entries of unknown kind are evidence and change nothing.</summary>
    public void Apply(Entry e)
    {
        switch (e.Kind)
        {
            case EntryKinds.StockCounted:
                Count(Counted.Parser.ParseFrom(e.Payload));
                break;
            case EntryKinds.CardMoved:
                var moved = Moved.Parser.ParseFrom(e.Payload);
                Add(moved.From, -1);
                Add(moved.To, +1);
                break;
        }

        if (e.Case != 0)
        {
            Fold(e);
        }
    }

    private void Fold(Entry e)
    {
        if (!_cases.TryGetValue(e.Case, out var known) && e.Kind != EntryKinds.CaseOpened)
        {
            return;                                                 // an ended case does not rise again
        }

        var next = CaseFold.Apply(known ?? new CaseState { Case = e.Case }, e);
        if (next.Ended)
        {
            _cases.Remove(e.Case);
        }
        else
        {
            _cases[e.Case] = next;
        }
    }

    private void Count(Counted counted)
    {
        StockCounted = true;
        Loaded += (int)counted.N;
        Add(counted.Place, (int)counted.N);
    }

    private void Add(Place place, int n) => _cards[place] = _cards.GetValueOrDefault(place) + n;
}
