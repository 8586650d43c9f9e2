using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.Contracts;

/// <summary>What every driver does when its printer fails, refuses, lies or talks nonsense.</summary>
public abstract partial class CardPrinterContract
{
    [Fact]
    public async Task A_jam_at_print_is_a_jam_and_the_card_cannot_be_retained()
    {
        await using var rig = await StartAsync(false, Fault.JamAtPrint);
        var card = rig.World.Feed(Place.Printer).ShouldNotBeNull();
        Fails(await rig.Printer.PrintAsync(Permit, TestFaces.Random(3), Stop), DeviceFault.CardJam);
        Fails(await rig.Printer.RetainAsync(Stop), DeviceFault.CardJam);
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(Place.Printer);
        (card.Place, card.Face).ShouldBe((Place.Printer, null));
    }

    [Theory]
    [InlineData(Fault.CoverOpen, DeviceFault.CoverOpen)]
    [InlineData(Fault.FeederEmpty, DeviceFault.FeederEmpty)]
    [InlineData(Fault.FeederEmptyAtFeed, DeviceFault.FeederEmpty)]
    [InlineData(Fault.RibbonEnded, DeviceFault.RibbonEnded)]
    [InlineData(Fault.RejectBoxFull, DeviceFault.RejectBoxFull)]
    [InlineData(Fault.PrinterLies, DeviceFault.Contradiction)]
    public async Task A_feed_that_fails_says_why_and_leaves_the_hopper_full(Fault fault, DeviceFault why)
    {
        await using var rig = await StartAsync(false, fault);
        var before = (await rig.Printer.LookAsync(Stop)).Value;
        Fails(await rig.Printer.FeedAsync(Permit, Stop), why);
        (await rig.Printer.LookAsync(Stop)).Value.ShouldBe(before);
        rig.World.Hopper.ShouldBe(rig.World.Loaded);
        rig.World.Mend(fault);
        await FeedAsync(rig);
    }

    [Theory]
    [InlineData(Fault.CoverOpen, DeviceFault.CoverOpen)]
    [InlineData(Fault.CoverOpenedAtPrint, DeviceFault.CoverOpen)]
    [InlineData(Fault.RibbonEnded, DeviceFault.RibbonEnded)]
    [InlineData(Fault.RibbonEndsAtPrint, DeviceFault.RibbonEnded)]
    public async Task A_print_that_fails_says_why_and_leaves_the_card_blank(Fault fault, DeviceFault why)
    {
        await using var rig = await StartAsync(false, fault);
        var card = rig.World.Feed(Place.Printer).ShouldNotBeNull();
        Fails(await rig.Printer.PrintAsync(Permit, TestFaces.Random(4), Stop), why);
        (card.Place, card.Face).ShouldBe((Place.Printer, null));
    }

    [Fact]
    public async Task A_card_drawn_in_by_the_ejection_itself_was_not_presented()
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        rig.Cause(PrinterTrouble.DrawsInAgain);
        Fails(await rig.Printer.PresentAsync(Permit, Stop), DeviceFault.Contradiction);
    }

    [Fact]
    public async Task A_movement_that_was_answered_OK_and_did_not_happen_is_a_contradiction()
    {
        await using var rig = await StartAsync(false, Fault.PrinterLies);
        var card = rig.World.Feed(Place.ChipStation).ShouldNotBeNull();
        Fails(await rig.Printer.LeaveStationAsync(Permit, Stop), DeviceFault.Contradiction);
        card.Place.ShouldBe(Place.ChipStation);
        rig.World.Move(card, Place.Printer);
        Fails(await rig.Printer.PresentAsync(Permit, Stop), DeviceFault.Contradiction);
        Fails(await rig.Printer.RetainAsync(Stop), DeviceFault.Contradiction);
        rig.World.Mend(Fault.PrinterLies);
        Ok(await rig.Printer.RetainAsync(Stop));
    }

    [Fact]
    public async Task A_card_that_a_hand_pulls_out_while_it_is_presented_is_taken_and_no_contradiction()
    {
        await using var rig = await StartAsync(false, Fault.PulledWhilePresented);
        var card = rig.World.Feed(Place.Printer).ShouldNotBeNull();
        Ok(await rig.Printer.PresentAsync(Permit, Stop));
        Ok(await rig.Printer.WaitTakenAsync(Long, Stop));
        card.Place.ShouldBe(Place.Taken);
    }

    [Theory]
    [InlineData(Fault.JamAtFeed, Place.ChipStation)]
    [InlineData(Fault.JamAtStation, Place.ChipStation)]
    [InlineData(Fault.JamAtExit, Place.Printer)]
    [InlineData(Fault.JamAtReject, Place.Printer)]
    public async Task A_jam_anywhere_is_seen_where_it_is_and_holds_the_card_until_it_is_mended(Fault jam, Place where)
    {
        await using var rig = await StartAsync(false, jam);
        Fails(await UntilItSticksAsync(rig.Printer), DeviceFault.CardJam);
        Fails(await rig.Printer.RetainAsync(Stop), DeviceFault.CardJam);
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(where);
        rig.World.Mend(jam);
        Ok(await rig.Printer.RetainAsync(Stop));
        rig.World.Cards.ShouldHaveSingleItem().Place.ShouldBe(Place.Retained);
    }

    [Fact]
    public async Task A_stripe_that_was_not_written_differs_when_read_back()
    {
        await using var rig = await StartAsync(false, Fault.StripeNotWritten);
        rig.World.Feed(Place.Printer);
        Fails(await rig.Printer.WriteAndReadBackAsync(Permit, Tracks, Stop), DeviceFault.StripeReadBackDiffers);
    }

    [Fact]
    public async Task A_field_that_is_not_the_stripes_own_differs_when_read_back()
    {
        await using var rig = await StartAsync();
        var card = rig.World.Feed(Place.Printer).ShouldNotBeNull();
        var weak = Tracks with { Coercivity = Coercivity.Low };
        Fails(await rig.Printer.WriteAndReadBackAsync(Permit, weak, Stop), DeviceFault.StripeReadBackDiffers);
        (card[1], card[2], card[3]).ShouldBe(("", "", ""));
        Ok(await rig.Printer.WriteAndReadBackAsync(Permit, Tracks, Stop));
    }

    [Fact]
    public async Task A_stripe_of_low_coercivity_is_written_when_the_product_has_such()
    {
        await using var rig = await StartAsync(false, Fault.StripeCoercivity);
        rig.World.Feed(Place.Printer);
        Ok(await rig.Printer.WriteAndReadBackAsync(Permit, Tracks with { Coercivity = Coercivity.Low }, Stop));
        Fails(await rig.Printer.WriteAndReadBackAsync(Permit, Tracks, Stop), DeviceFault.StripeReadBackDiffers);
    }

    [Theory]
    [InlineData("B6200000000000005^A/^3012", "", "")]
    [InlineData("", "6200000000000005=3012", "")]
    [InlineData("", "", "996200000000000005=156156")]
    public async Task Grease_on_any_track_is_found_on_its_card_and_not_on_the_next(string one, string two, string three)
    {
        await using var rig = await StartAsync(false, Fault.StripeDirty);
        var tracks = new StripeTracks(one, two, three);
        var soiled = rig.World.Feed(Place.Printer).ShouldNotBeNull();
        Fails(await rig.Printer.WriteAndReadBackAsync(Permit, tracks, Stop), DeviceFault.StripeReadBackDiffers);
        rig.World.Move(soiled, Place.Retained);
        rig.World.Feed(Place.Printer);
        Ok(await rig.Printer.WriteAndReadBackAsync(Permit, tracks, Stop));
    }

    [Theory]
    [InlineData(PrinterTrouble.Silent, DeviceFault.Timeout)]
    [InlineData(PrinterTrouble.Short, DeviceFault.Timeout)]
    [InlineData(PrinterTrouble.Garbage, DeviceFault.Garbage)]
    [InlineData(PrinterTrouble.NeverEnding, DeviceFault.Garbage)]
    [InlineData(PrinterTrouble.ClosesMidReply, DeviceFault.Offline)]
    public async Task A_bad_answer_is_a_typed_fault_and_spoils_nothing_after_it(
        PrinterTrouble trouble, DeviceFault fault)
    {
        await using var rig = await StartAsync(shortly: true);
        rig.World.Feed(Place.Printer);
        Ok(await rig.Printer.OpenAsync(Stop));
        rig.Cause(trouble);
        Fails(await rig.Printer.LookAsync(Stop), fault);
        Fails(await rig.Printer.OpenAsync(Stop), fault);
        rig.Cause(PrinterTrouble.None);
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(Place.Printer);
    }

    [Fact]
    public async Task A_late_answer_is_not_taken_for_the_next_one()
    {
        await using var rig = await StartAsync(shortly: true);
        rig.World.Holds.Arm("feed");
        Fails(await rig.Printer.FeedAsync(Permit, Stop), DeviceFault.Timeout);
        rig.World.Holds.Release("feed");
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(Place.ChipStation);
        rig.World.Cards.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_permit_without_the_act_is_a_bug()
    {
        await using var rig = await StartAsync();
        var nothing = new IssuePermit("T-2", new HashSet<string>(), new HashSet<string>(), new byte[16]);
        await Should.ThrowAsync<InvariantException>(async () => await rig.Printer.FeedAsync(nothing, Stop));
        await Should.ThrowAsync<InvariantException>(async () => await rig.Printer.PresentAsync(nothing, Stop));
        rig.World.Cards.ShouldBeEmpty();
    }

    /// <summary>Every movement in its order, up to the first that fails.</summary>
    private static async Task<Outcome<Done>> UntilItSticksAsync(ICardPrinter printer)
    {
        var done = await printer.FeedAsync(Permit, Stop);
        done = done.Ok ? await printer.LeaveStationAsync(Permit, Stop) : done;
        done = done.Ok ? await printer.PrintAsync(Permit, TestFaces.Blank(), Stop) : done;
        done = done.Ok ? await printer.PresentAsync(Permit, Stop) : done;
        return done.Ok ? await printer.RetainAsync(Stop) : done;
    }
}
