using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.ConsoleTool;

internal sealed record OpenCase(ulong Case, long Since, string Journey, string Last);

internal sealed record CardOnTheWay(string Item, Place From, Place To, bool Stuck);

/// <summary>Where the kiosk stands, folded from the log alone: open cases, every card's place, and the stock.</summary>
internal sealed class KioskState
{
    private readonly Dictionary<ulong, OpenCase> _cases = [];
    private readonly Dictionary<ulong, CardOnTheWay> _onTheWay = [];
    private readonly SortedDictionary<string, Place> _inside = [];
    private readonly SortedDictionary<Place, long> _stock = [];

    public Entry? Head { get; private set; }

    public (Entry Entry, string Software)? LastStart { get; private set; }

    public IEnumerable<OpenCase> Cases => _cases.Values.OrderBy(c => c.Case);

    /// <summary>Moves that were begun and have no good end.</summary>
    public IEnumerable<CardOnTheWay> OnTheWay => _onTheWay.Values;

    /// <summary>Cards between hopper and hand or bin, by their last good move.</summary>
    public IReadOnlyDictionary<string, Place> Inside => _inside;

    /// <summary>Cards at each place: the last count there, and what moved since.</summary>
    public IReadOnlyDictionary<Place, long> Stock => _stock;

    /// <summary>Entries of a known kind whose payload could not be read.</summary>
    public int Unreadable { get; private set; }

    public void Take(Entry entry)
    {
        Head = entry;
        if (_cases.TryGetValue(entry.Case, out var open))
            _cases[entry.Case] = open with { Last = entry.Kind };
        switch (EntryKinds.Read(entry.Kind, entry.Payload))
        {
            case ServiceStarted started:
                LastStart = (entry, started.Software);
                break;
            case CaseOpened opened:
                _cases[entry.Case] = new OpenCase(entry.Case, entry.At, opened.Journey, entry.Kind);
                break;
            case CaseEnded:
                _cases.Remove(entry.Case);
                break;
            case Counted counted:
                _stock[counted.Place] = counted.N;
                break;
            case Moving moving:
                _onTheWay[entry.Seq] = new CardOnTheWay(moving.Item, moving.From, moving.To, Stuck: false);
                break;
            case Moved moved:
                Move(moved);
                break;
            case MoveFailed failed when _onTheWay.TryGetValue(failed.Of, out var card):
                _onTheWay[failed.Of] = card with { Stuck = true };
                break;
            case null when EntryKinds.Parsers.ContainsKey(entry.Kind):
                Unreadable++;
                break;
        }
    }

    private void Move(Moved moved)
    {
        _onTheWay.Remove(moved.Of);
        // A card that was found somewhere ends every earlier doubt about it.
        foreach (var (seq, _) in _onTheWay.Where(way => way.Value.Item == moved.Item).ToList())
        {
            _onTheWay.Remove(seq);
        }

        _stock[moved.From] = _stock.GetValueOrDefault(moved.From) - 1;
        _stock[moved.To] = _stock.GetValueOrDefault(moved.To) + 1;
        if (moved.To is Place.Hopper or Place.Taken or Place.Retained)
            _inside.Remove(moved.Item);
        else
            _inside[moved.Item] = moved.To;
    }
}
