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
    private long? _counterBase;

    public bool StockCounted { get; private set; }

    /// <summary>Blanks counted in, ever.</summary>
    public int Loaded { get; private set; }

    /// <summary>Blanks that left the hopper, ever.</summary>
    public int Fed { get; private set; }

    /// <summary>
    /// The log holds a kind or a movement that this program cannot believe, so its sums may be wrong until somebody
    /// counts.
    /// </summary>
    public bool Doubtful { get; private set; }

    /// <summary>The printer's own counter was seen and agreed with at least once.</summary>
    public bool CountersKnown => _counterBase is not null;

    public IReadOnlyCollection<CaseState> OpenCases => _cases.Values;

    public IReadOnlyDictionary<Place, int> Cards => _cards;

    /// <summary>Cards at a place by the ledger.</summary>
    public int CardsAt(Place place) => _cards.GetValueOrDefault(place);

    public CaseState? Find(ulong @case) => _cases.GetValueOrDefault(@case);

    /// <summary>
    /// Insertions that the printer counted and the ledger does not know; negative when the ledger knows more. Zero
    /// where there is no counter to compare.
    /// </summary>
    public long UnknownFeeds(uint? inserted) =>
        inserted is { } counted && _counterBase is { } start ? counted - start - Fed : 0;

    /// <summary>Applies one entry. What it cannot believe moves no card and makes the state doubtful.</summary>
    public void Apply(Entry e)
    {
        switch (e.Kind)
        {
            case EntryKinds.StockCounted:
                Count(Counted.Parser.ParseFrom(e.Payload));
                break;
            case EntryKinds.CardMoved:
                Move(e.Case, Moved.Parser.ParseFrom(e.Payload));
                break;
            case EntryKinds.DeviceCounters:
                _counterBase = Counters.Parser.ParseFrom(e.Payload).Inserted - (long)Fed;
                Doubtful = false;
                break;
            default:
                Doubtful |= !EntryKinds.IsKnown(e.Kind);
                break;
        }

        if (e.Case != 0)
        {
            Fold(e);
        }
    }

    /// <summary>The state as a snapshot carries it.</summary>
    public FoldedState ToFolded() => new()
    {
        Balances = { _cards.Select(c => new Balance { Place = c.Key, Cards = c.Value }) },
        Cases = { _cases.Values.Select(FoldedCase.Of) },
        Counted = StockCounted,
        Loaded = (uint)Loaded,
        Fed = (uint)Fed,
        CountersKnown = CountersKnown,
        CounterBase = _counterBase ?? 0,
        Doubtful = Doubtful,
    };

    public static KioskState From(FoldedState folded)
    {
        var state = new KioskState
        {
            StockCounted = folded.Counted,
            Loaded = (int)folded.Loaded,
            Fed = (int)folded.Fed,
            Doubtful = folded.Doubtful,
            _counterBase = folded.CountersKnown ? folded.CounterBase : null,
        };
        foreach (var balance in folded.Balances)
        {
            state._cards[balance.Place] = balance.Cards;
        }

        foreach (var open in folded.Cases)
        {
            state._cases[open.Case] = FoldedCase.ToState(open);
        }

        return state;
    }

    private void Move(ulong @case, Moved moved)
    {
        if (@case != 0 && (Find(@case) is not { } known || !CaseFold.Believable(known, moved)))
        {
            Doubtful = true;
            return;
        }

        Add(moved.From, -1);
        Add(moved.To, +1);
        Fed += moved.From == Place.Hopper ? 1 : moved.To == Place.Hopper ? -1 : 0;
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
