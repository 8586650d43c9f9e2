using Google.Protobuf;
using KioskSuite.Dev.Invariants;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.Launcher;

/// <summary>What a run with one taken card leaves, to be spoilt in one point by each test.</summary>
internal static class LedgerBench
{
    public const string Ticket = "ticket-1";
    public const string Serial = "00005EEE";

    public static CentralCard Old { get; } = new("card-0001", 1, null, "stopped", null, null, null, null);

    public static CentralCard New { get; } =
        new("card-1", 1, Ticket, "active", "card-0001", $"0001{Serial}0002", "SCP02", "3DES");

    public static Evidence Good { get; } = Of(
        [
            Row(1, 0, "stock.counted", new Counted { Place = Place.Hopper, N = 5 }),
            Row(2, 2, "case.opened", new CaseOpened()),
            Moved(3, Place.Hopper, Place.ChipStation),
            Moved(4, Place.ChipStation, Place.Taken),
            Row(5, 2, "case.ended", new CaseEnded { Ending = Ending.CardTaken }),
        ],
        Place.Taken);

    /// <summary>A run whose journal lost sight of the card, and called staff or not.</summary>
    public static Evidence Unplaced(Ending ending, Place world) => Of(
        [
            Row(1, 0, "stock.counted", new Counted { Place = Place.Hopper, N = 5 }),
            Row(2, 2, "case.opened", new CaseOpened()),
            Moved(3, Place.Hopper, Place.Exit),
            Moved(4, Place.Exit, Place.Unknown),
            Row(5, 2, "case.ended", new CaseEnded { Ending = ending }),
        ],
        world) with
    { Cards = [Old, New with { State = "void" }], Fees = [Fee("reserved"), Fee("returned")] };

    public static FeeEvent Fee(string @event) => new(Ticket, @event);

    public static WorldSeen World(Place place) => new(5, 4, [new(Serial, "blank", $"{place}")], []);

    public static JournalRow Moved(long seq, Place from, Place to) =>
        Row(seq, 2, "card.moved", new Moved { Item = Ticket, From = from, To = to });

    private static JournalRow Row(long seq, long @case, string kind, IMessage payload) =>
        new(seq, @case, kind, payload.ToByteArray(), [(byte)seq]);

    private static Evidence Of(IReadOnlyList<JournalRow> journal, Place world) =>
        new(journal, [Old, New], [Fee("reserved"), Fee("charged")], journal, [2], 1, World(world));
}
