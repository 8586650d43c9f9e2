using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// Sees every entry, every act and every call, and knows the world: what must always hold is checked after each.
/// </summary>
internal sealed class Watch(World world)
{
    private readonly List<string> _broken = [];
    private readonly Dictionary<string, ulong> _keys = [];
    private Intentions? _intentions;
    private Custody? _custody;
    private CentralView? _central;
    private JournalStore? _journal;

    /// <summary>Invariants that did not hold, with what was seen; the first one says most.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Keys seen so far, by call and what it is about: they outlive the process.</summary>
    public IReadOnlyDictionary<string, ulong> Keys
    {
        get => _keys;
        init => _keys = new(value);
    }

    /// <summary>A process begins: what the journal says so far is learned, not judged.</summary>
    public void Begin(JournalStore journal)
    {
        _journal = journal;
        (_intentions, _custody, _central) = (new(this), new(this, world), new(this, world));
        foreach (var entry in journal.Read(1, int.MaxValue))
        {
            _intentions.Fold(entry);
            _custody.Fold(entry);
        }
    }

    public void After(IReadOnlyList<Entry> entries)
    {
        foreach (var entry in entries)
        {
            _intentions!.Fold(entry);
            _custody!.Fold(entry);
        }

        _custody!.Check();
        _central!.Check();
        entries.Where(e => e.Kind == EntryKinds.CaseEnded).ToList().ForEach(_central.Ended);
    }

    /// <summary>A card is about to be moved there.</summary>
    public void Moves(Place to) => Require(
        _intentions!.Moves().Any(m => (int)m.To == (int)to), "an intention before each act", $"move to {to}");

    /// <summary>A device is about to do one of these.</summary>
    public void Acts(params Act[] any) => Require(
        _intentions!.Acts().Any(any.Contains), "an intention before each act", string.Join(" or ", any));

    /// <summary>A call leaves for central.</summary>
    public void Sends(string method, IMessage request)
    {
        if (request.Descriptor.FindFieldByName("key")?.Accessor.GetValue(request) is not Key key)
        {
            return;
        }

        var entry = _journal!.Read(key.Seq, 1).FirstOrDefault();
        Require(
            entry is { Kind: EntryKinds.CallIntended } && entry.Hash.AsSpan().SequenceEqual(key.Hash.Span)
                && CallIntended.Parser.ParseFrom(entry.Payload).Call.ToString() == method,
            "an intention before each call", $"{method} under {key.Seq}");
        var about = $"{method} {key.Case} {About(request)}";
        Require(
            !_keys.TryGetValue(about, out var first) || first == key.Seq,
            "one key per intention", $"{about}: {first}, then {key.Seq}");
        _keys.TryAdd(about, key.Seq);
    }

    public void Require(bool holds, string invariant, string seen)
    {
        if (!holds)
        {
            _broken.Add($"{invariant}: {seen}");
        }
    }

    /// <summary>What ledger and printer must come to: agreed, unless a card is inside for staff.</summary>
    public Agreement AgreementDue() => _custody!.AgreementDue();

    /// <summary>Everything is quiet, and no case is open.</summary>
    public void AtEnd(Agreement agreement) => _custody!.AtEnd(agreement);

    private static string About(IMessage request) => request switch
    {
        Stop stop => stop.Card,
        Order order => $"{order.Replaces} {order.AfterTicket}",
        Opened opened => opened.Ticket,
        Proof proof => proof.Ticket,
        Taken taken => taken.Ticket,
        Spoilt spoilt => spoilt.Ticket,
        _ => "",
    };
}
