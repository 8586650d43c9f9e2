using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Entries = KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Tests.Jobs;

/// <summary>What a journey left: in the journal, at central, and in the printer.</summary>
internal sealed class JourneyEnd(JourneyBench bench, ulong @case)
{
    private const int Many = 10_000;

    public ulong Case { get; } = @case;

    public IReadOnlyList<Entry> Log { get; } =
        [.. bench.Journal.Read(1, Many).Where(e => e.Case == @case)];

    public CaseEnded? Ended => Log.Where(e => e.Kind == EntryKinds.CaseEnded)
        .Select(e => CaseEnded.Parser.ParseFrom(e.Payload)).SingleOrDefault();

    public string Ending => Names.Of(Ended?.Ending ?? Entries.Ending.None);

    public string Triple => $"{Ending} {bench.OldState} {bench.NewState}";

    public List<CallIntended> Intentions => [.. Log.Where(e => e.Kind == EntryKinds.CallIntended)
        .Select(e => CallIntended.Parser.ParseFrom(e.Payload))];

    public ulong SeqOfFirst(Func<Entry, bool> which) => Log.First(which).Seq;

    /// <summary>What must hold after every journey, however it went and wherever it was cut.</summary>
    public static void Invariants(JourneyBench bench)
    {
        var state = new KioskState();
        foreach (var entry in bench.Journal.Read(1, Many))
        {
            state.Apply(entry);
        }

        state.OpenCases.ShouldBeEmpty();
        foreach (var place in (Place[])[Place.ChipStation, Place.Printer, Place.Exit, Place.Retained])
        {
            state.CardsAt((Entries.Place)(int)place).ShouldBe(bench.Printer.Count(place), $"at {place}");
        }

        var given = state.CardsAt(Entries.Place.Taken) + state.CardsAt(Entries.Place.Unknown);
        given.ShouldBe(bench.Printer.Count(Place.Taken), "in a hand");
        Invariants(bench, bench.Printer.Count(Place.Taken));
        foreach (var binned in bench.Printer.Cards.Where(c => c.Place == Place.Retained))
        {
            bench.Ask<long>($"SELECT count(*) FROM card WHERE state = 'active' AND chip LIKE '%{binned.Serial}%'")
                .ShouldBe(0, "retained and active");
        }
    }

    private static void Invariants(JourneyBench bench, int taken)
    {
        long Count(string state) => bench.Ask<long>(
            $"SELECT count(*) FROM card WHERE replaces = '{JourneyBench.OldCard}' AND state {state}");
        Count("<> 'void'").ShouldBeLessThanOrEqualTo(1, "replacements that are not void");
        if (taken == 0)
        {
            Count("<> 'void'").ShouldBe(0, "an order that did not end taken leaves no live number");
        }

        Count("= 'active'").ShouldBeLessThanOrEqualTo(taken, "active cards in no hand");
        bench.Ask<long>(
            """
            SELECT count(*) FROM fee f JOIN card c ON c.ticket = f.ticket
            WHERE f.event = 'charged' AND c.state <> 'active' OR f.event = 'returned' AND c.state <> 'void'
            """).ShouldBe(0, "fees follow the card");
    }
}
