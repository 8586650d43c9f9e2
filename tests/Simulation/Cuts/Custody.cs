using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Simulation.Cuts;

/// <summary>The ledger of cards against the world: no card lost, stock balances.</summary>
internal sealed class Custody(Watch watch, World world)
{
    private static readonly Place[] s_places = Enum.GetValues<Place>();

    private static readonly Place[] s_inside = [Place.ChipStation, Place.Printer, Place.Exit];

    private readonly KioskState _state = new();
    private int _forStaff;

    public void Fold(Entry e)
    {
        _state.Apply(e);
        if (e.Kind == EntryKinds.CaseEnded && CaseEnded.Parser.ParseFrom(e.Payload).Ending == Ending.NeedsStaff)
        {
            _forStaff++;
        }
    }

    /// <summary>At most one card is elsewhere than the ledger says, and somebody is at it.</summary>
    public void Check()
    {
        if (!_state.StockCounted)
        {
            return;
        }

        var sum = s_places.Sum(Ledger);
        watch.Require(sum == _state.Loaded, "stock balances", $"{_state.Loaded} loaded, {sum} in the ledger");
        watch.Require(!_state.Doubtful, "the log can be believed", Both());
        watch.Require(s_places.All(p => Ledger(p) >= 0), "stock balances", $"less than none: {Both()}");
        var moving = _state.OpenCases.Count(c => c.Moving is not null || (world.WasCut && c.NeedsDevices));
        watch.Require(Elsewhere() <= moving + _forStaff, "no card lost", Both());
    }

    /// <summary>Nothing is under way: only what staff were called for may be elsewhere.</summary>
    public void AtEnd(Agreement agreement)
    {
        watch.Require(
            agreement == AgreementDue(), "the next customer is served, or a card is inside", $"{agreement}, {Both()}");
        watch.Require(Elsewhere() <= _forStaff, "no card lost", Both());
        watch.Require(_state.OpenCases.Count == 0, "every case ends", string.Join(", ", _state.OpenCases));
    }

    public Agreement AgreementDue() => world.Machine.Inside is not null || s_inside.Any(p => Ledger(p) > 0)
        ? Agreement.CardInside
        : Agreement.Agreed;

    private int Ledger(Place place) => _state.CardsAt((Messages.Entries.Place)(int)place);

    private int Elsewhere() => s_places.Sum(p => Math.Max(0, Ledger(p) - world.Machine.Count(p)));

    private string Both() => string.Join(
        ", ", s_places.Select(p => $"{p} {Ledger(p)}/{world.Machine.Count(p)}")) + " (ledger/world)";
}
