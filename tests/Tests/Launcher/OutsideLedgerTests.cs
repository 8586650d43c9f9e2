using KioskSuite.Dev.Invariants;
using KioskSuite.Dev.Proofs;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.Launcher;

/// <summary>The outside ledger counts each way in which world, central and journal can disagree.</summary>
public sealed class OutsideLedgerTests
{
    private static readonly Evidence s_good = LedgerBench.Good;

    [Fact]
    public void Agreement_is_clean() => Counts(s_good).ShouldBe((0, 0, 0, 0));

    [Fact]
    public void A_card_elsewhere_than_the_journal_says_is_lost() =>
        Counts(s_good with { World = LedgerBench.World(Place.Printer) }).Lost.ShouldBeGreaterThan(0);

    [Fact]
    public void A_second_replacement_is_doubled() => Counts(
        s_good with { Cards = [.. s_good.Cards, LedgerBench.New with { Card = "card-2", Ticket = null, Chip = null }] })
        .Doubled.ShouldBeGreaterThan(0);

    [Fact]
    public void A_live_old_card_beside_the_new_one_is_doubled() =>
        Counts(s_good with { Cards = [LedgerBench.Old with { State = "active" }, LedgerBench.New] })
            .Doubled.ShouldBe(1);

    [Fact]
    public void A_live_card_in_the_bin_is_counted() =>
        Counts(s_good with { World = LedgerBench.World(Place.Retained) }).LiveInReject.ShouldBeGreaterThan(0);

    [Fact]
    public void A_card_in_a_hand_that_never_went_live_is_unbalanced() =>
        Counts(s_good with { Cards = [LedgerBench.Old, LedgerBench.New with { State = "proved" }] })
            .Unbalanced.ShouldBeGreaterThan(0);

    [Fact]
    public void A_fee_that_is_neither_charged_nor_returned_is_unbalanced() =>
        Counts(s_good with { Fees = [LedgerBench.Fee("reserved")] }).Unbalanced.ShouldBe(1);

    [Fact]
    public void A_journal_that_central_does_not_hold_is_unbalanced() =>
        Counts(s_good with { AtCentral = [] }).Unbalanced.ShouldBe(1);

    [Fact]
    public void A_broken_chain_is_unbalanced() =>
        OutsideLedger.Compare(s_good, chainHolds: false).Clean.ShouldBeFalse();

    [Fact]
    public void A_card_reported_lost_again_later_is_no_fault() =>
        Counts(s_good with { Cards = [LedgerBench.Old, LedgerBench.New with { State = "stopped" }] })
            .ShouldBe((0, 0, 0, 0));

    [Theory]
    [InlineData(Ending.NeedsStaff, Place.Exit, "ok")]
    [InlineData(Ending.CardRetained, Place.Exit, "ticket-1 is at no known place and nobody was called")]
    public void A_card_out_of_sight_is_accounted_for_only_when_a_person_was_called(
        Ending ending, Place world, string said) =>
        Invariant.NoCardLost(LedgerBench.Unplaced(ending, world)).ShouldBe(said);

    [Fact]
    public void A_card_out_of_sight_must_not_be_live()
    {
        var unplaced = LedgerBench.Unplaced(Ending.NeedsStaff, Place.Taken);
        Invariant.NoCardLost(unplaced with { Cards = [LedgerBench.New] }).ShouldContain("live");
    }

    [Fact]
    public void A_card_out_of_sight_must_stand_somewhere()
    {
        var gone = LedgerBench.World(Place.Exit) with { Cards = [] };
        Invariant.NoCardLost(LedgerBench.Unplaced(Ending.NeedsStaff, Place.Exit) with { World = gone })
            .ShouldNotBe("ok");
    }

    private static (int Lost, int Doubled, int LiveInReject, int Unbalanced) Counts(Evidence e)
    {
        var ledger = OutsideLedger.Compare(e, chainHolds: true);
        ledger.Findings.Count.ShouldBe(ledger.Lost + ledger.Doubled + ledger.LiveInReject + ledger.Unbalanced);
        return (ledger.Lost, ledger.Doubled, ledger.LiveInReject, ledger.Unbalanced);
    }
}
