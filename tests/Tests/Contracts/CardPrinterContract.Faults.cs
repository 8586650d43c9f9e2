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
    [InlineData(PrinterTrouble.CoverOpen, DeviceFault.CoverOpen)]
    [InlineData(PrinterTrouble.FeederEmpty, DeviceFault.FeederEmpty)]
    [InlineData(PrinterTrouble.RibbonEnded, DeviceFault.RibbonEnded)]
    [InlineData(PrinterTrouble.RejectBoxFull, DeviceFault.RejectBoxFull)]
    [InlineData(PrinterTrouble.OkWithoutMoving, DeviceFault.NoCard)]
    public async Task A_feed_that_fails_says_why_and_leaves_the_hopper_full(PrinterTrouble trouble, DeviceFault why)
    {
        await using var rig = await StartAsync();
        rig.Cause(trouble);
        Fails(await rig.Printer.FeedAsync(Permit, Stop), why);
        rig.World.Hopper.ShouldBe(rig.World.Loaded);
        rig.Cause(PrinterTrouble.None);
        await FeedAsync(rig);
    }

    [Theory]
    [InlineData(PrinterTrouble.CoverOpen, DeviceFault.CoverOpen)]
    [InlineData(PrinterTrouble.RibbonEnded, DeviceFault.RibbonEnded)]
    public async Task A_print_that_fails_says_why_and_leaves_the_card_blank(PrinterTrouble trouble, DeviceFault why)
    {
        await using var rig = await StartAsync();
        var card = rig.World.Feed(Place.Printer).ShouldNotBeNull();
        rig.Cause(trouble);
        Fails(await rig.Printer.PrintAsync(Permit, TestFaces.Random(4), Stop), why);
        (card.Place, card.Face).ShouldBe((Place.Printer, null));
    }

    [Theory]
    [InlineData(PrinterTrouble.OkWithoutMoving)]
    [InlineData(PrinterTrouble.DrawsInAgain)]
    public async Task A_card_that_did_not_come_out_was_not_presented(PrinterTrouble trouble)
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        rig.Cause(trouble);
        Fails(await rig.Printer.PresentAsync(Permit, Stop), DeviceFault.CardJam);
    }

    [Fact]
    public async Task A_retained_card_that_did_not_move_is_a_jam()
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        rig.Cause(PrinterTrouble.OkWithoutMoving);
        Fails(await rig.Printer.RetainAsync(Stop), DeviceFault.CardJam);
    }

    [Fact]
    public async Task A_stripe_that_was_not_written_differs_when_read_back()
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        rig.Cause(PrinterTrouble.StripeNotWritten);
        Fails(await rig.Printer.WriteAndReadBackAsync(Permit, Tracks, Stop), DeviceFault.StripeReadBackDiffers);
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
}
