using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using Entries = KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.Jobs;

/// <summary>The settling table, by enumeration of every state that matters and every sighting.</summary>
public sealed class SettleTests
{
    private static readonly CallState[] s_calls = Enum.GetValues<CallState>();

    private static readonly Sighting?[] s_sightings =
        [null, new(null, false), .. Enum.GetValues<Place>().Where(p => p is >= Place.ChipStation and <= Place.Exit)
            .Select(p => new Sighting(p, false))];

    [Fact]
    public void No_pair_is_unhandled_and_every_act_is_reached()
    {
        var acts = Pairs().Select(p => Settle.Next(p.State, p.Seen)).ToHashSet();

        acts.ShouldBe(Enum.GetValues<SettleAct>(), ignoreOrder: true);
    }

    [Fact]
    public void Nothing_is_retained_before_its_void_is_journaled() => Pairs()
        .Where(p => Settle.Next(p.State, p.Seen) == SettleAct.Retain)
        .ShouldAllBe(p => p.State.Void != CallState.None);

    [Fact]
    public void Only_a_taken_card_is_activated() => Pairs()
        .Where(p => Settle.Next(p.State, p.Seen) == SettleAct.Activate)
        .ShouldAllBe(p => p.State.Taken);

    [Fact]
    public void A_taken_card_is_never_voided() => Pairs()
        .Where(p => p.State.Taken)
        .ShouldAllBe(p => Settle.Next(p.State, p.Seen) != SettleAct.Void);

    [Fact]
    public void A_case_does_not_end_while_central_has_not_answered_a_command() => Pairs()
        .Where(p => Settle.Next(p.State, p.Seen) == SettleAct.End)
        .Where(p => p.State is { Order: CallState.Done, Place: not Entries.Place.Unknown, Taken: false })
        .ShouldAllBe(
            p => p.State.Stop != CallState.Open && p.State.Order != CallState.Open && p.State.Void != CallState.Open);

    [Fact]
    public void A_stop_that_took_effect_is_never_ended_as_refused() => Pairs()
        .Where(p => p.State.Stop == CallState.Done)
        .ShouldAllBe(p => Settle.EndingOf(p.State) != Entries.Ending.Refused);

    [Fact]
    public void A_fed_blank_that_only_the_counter_saw_is_not_counted_back_into_the_hopper() => Settle
        .Observed(new OpenMove(1, Entries.Place.Hopper, Entries.Place.ChipStation), new Sighting(null, false), 1)
        .ShouldBe(Entries.Place.Unknown);

    [Fact]
    public void Another_customers_card_is_never_retained_for_a_case_whose_own_card_is_in_the_bin() => Pairs()
        .Where(p => p.State.Place == Entries.Place.Retained && p.State.Moving is null)
        .ShouldAllBe(p => Settle.Next(p.State, p.Seen) != SettleAct.Retain);

    [Fact]
    public void A_card_that_may_be_inside_is_not_written_off_while_the_printer_is_silent()
    {
        var fed = new CaseState
        {
            Order = CallState.Done,
            Stop = CallState.Done,
            Void = CallState.Done,
            Moving = new OpenMove(1, Entries.Place.Hopper, Entries.Place.ChipStation),
        };

        Settle.Next(fed, null).ShouldBe(SettleAct.Wait);
    }

    [Fact]
    public void A_card_at_the_exit_is_waited_for_only_once()
    {
        var atExit = new CaseState
        {
            Order = CallState.Done,
            Stop = CallState.Done,
            Proved = true,
            Presented = true,
            Place = Entries.Place.Exit
        };

        Settle.Next(atExit, new(Place.Exit, false)).ShouldBe(SettleAct.WaitTaken);
        Settle.Next(atExit with { Presented = false }, new(Place.Exit, false)).ShouldBe(SettleAct.Void);
        Settle.Next(atExit with { TakeTimePassed = true }, new(Place.Exit, false)).ShouldBe(SettleAct.Void);
    }

    [Theory]
    [InlineData(Entries.Place.Hopper, Entries.Place.ChipStation, null, Entries.Place.Hopper)]
    [InlineData(Entries.Place.Hopper, Entries.Place.ChipStation, Place.ChipStation, Entries.Place.ChipStation)]
    [InlineData(Entries.Place.Exit, Entries.Place.Taken, null, Entries.Place.Unknown)]
    [InlineData(Entries.Place.Printer, Entries.Place.Retained, null, Entries.Place.Unknown)]
    [InlineData(Entries.Place.ChipStation, Entries.Place.Printer, null, Entries.Place.Unknown)]
    public void An_open_move_is_closed_by_what_is_seen(
        Entries.Place from, Entries.Place to, Place? seen, Entries.Place expected) =>
        Settle.Observed(new OpenMove(1, from, to), new Sighting(seen, false), 0).ShouldBe(expected);

    [Fact]
    public void Places_of_devices_and_of_the_journal_have_the_same_names_and_numbers() =>
        Enum.GetValues<Place>().Select(p => (p.ToString(), (int)p))
            .ShouldBe(Enum.GetValues<Entries.Place>().Select(p => (p.ToString(), (int)p)));

    private static IEnumerable<(CaseState State, Sighting? Seen)> Pairs() =>
        from stop in s_calls
        from order in s_calls
        from activation in s_calls
        from spoilt in s_calls
        from place in Enum.GetValues<Entries.Place>()
        from flags in Enumerable.Range(0, 64)
        from seen in s_sightings
        select (State(stop, order, activation, spoilt, place, flags), seen);

    private static CaseState State(
        CallState stop, CallState order, CallState activation, CallState spoilt, Entries.Place place,
            int flags) => new()
            {
                Stop = stop,
                Order = order,
                Activation = activation,
                Void = spoilt,
                Place = place,
                Proved = (flags & 1) != 0,
                Stuck = (flags & 2) != 0,
                TakeTimePassed = (flags & 4) != 0,
                Moving = (flags & 8) != 0 ? new OpenMove(1, place, Entries.Place.Retained) : null,
                Presented = (flags & 32) != 0,
                Ending = (flags & 16) != 0 ? Entries.Ending.NeedsStaff : Entries.Ending.None,
            };
}
