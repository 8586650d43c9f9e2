using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.Contracts;

/// <summary>How every driver tells how its printer is, also while it is not there.</summary>
public abstract partial class CardPrinterContract
{
    [Fact]
    public async Task An_opened_printer_has_nothing_to_complain_of()
    {
        await using var rig = await StartAsync();
        Ok(await rig.Printer.OpenAsync(Stop));
        (await rig.Printer.CheckAsync(Stop)).Value.ShouldBe(default);
    }

    [Theory]
    [InlineData(Fault.CoverOpen, DeviceFault.CoverOpen)]
    [InlineData(Fault.FeederEmpty, DeviceFault.FeederEmpty)]
    [InlineData(Fault.RibbonEnded, DeviceFault.RibbonEnded)]
    [InlineData(Fault.RejectBoxFull, DeviceFault.RejectBoxFull)]
    public async Task What_hinders_it_is_known_before_a_card_is_fed_and_forgotten_when_mended(
        Fault fault, DeviceFault now)
    {
        await using var rig = await StartAsync(false, fault);
        (await rig.Printer.CheckAsync(Stop)).Value.ShouldBe(new DeviceCondition(now));
        rig.World.Mend(fault);
        (await rig.Printer.CheckAsync(Stop)).Value.ShouldBe(default);
    }

    [Fact]
    public async Task Few_blanks_are_a_warning_and_hinder_nothing()
    {
        await using var rig = await StartAsync(false, Fault.FeederLow);
        (await rig.Printer.CheckAsync(Stop)).Value.ShouldBe(new DeviceCondition(Soon: DeviceFault.FeederLow));
        await FeedAsync(rig);
    }

    [Fact]
    public async Task The_count_of_inserted_cards_rises_by_one_with_each_feed()
    {
        await using var rig = await StartAsync();
        var before = (await rig.Printer.LookAsync(Stop)).Value.Inserted.ShouldNotBeNull();
        for (var fed = 1u; fed <= 3; fed++)
        {
            await FeedAsync(rig);
            (await rig.Printer.LookAsync(Stop)).Value.Inserted.ShouldBe(before + fed);
            Ok(await rig.Printer.RetainAsync(Stop));
            (await rig.Printer.LookAsync(Stop)).Value.Inserted.ShouldBe(before + fed);
        }
    }

    [Fact]
    public async Task A_blank_that_sticks_is_counted_and_one_that_never_came_is_not()
    {
        await using var rig = await StartAsync(false, Fault.FeederEmptyAtFeed, Fault.JamAtFeed);
        var before = (await rig.Printer.LookAsync(Stop)).Value.Inserted.ShouldNotBeNull();
        Fails(await rig.Printer.FeedAsync(Permit, Stop), DeviceFault.FeederEmpty);
        (await rig.Printer.LookAsync(Stop)).Value.Inserted.ShouldBe(before);
        rig.World.Mend(Fault.FeederEmptyAtFeed);
        Fails(await rig.Printer.FeedAsync(Permit, Stop), DeviceFault.CardJam);
        (await rig.Printer.LookAsync(Stop)).Value.Inserted.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_printer_that_is_away_is_offline_for_every_call()
    {
        await using var rig = await StartAsync(false, Fault.PrinterGone);
        Fails(await rig.Printer.OpenAsync(Stop), DeviceFault.Offline);
        Fails(await rig.Printer.CheckAsync(Stop), DeviceFault.Offline);
        Fails(await rig.Printer.LookAsync(Stop), DeviceFault.Offline);
        Fails(await rig.Printer.FeedAsync(Permit, Stop), DeviceFault.Offline);
        Fails(await rig.Printer.RetainAsync(Stop), DeviceFault.Offline);
    }

    [Fact]
    public async Task A_printer_that_went_while_it_printed_works_when_it_is_back_with_the_card_where_it_was()
    {
        await using var rig = await StartAsync(false, Fault.PrinterGoneAndBack);
        await FeedAsync(rig);
        Ok(await rig.Printer.LeaveStationAsync(Permit, Stop));
        Fails(await rig.Printer.PrintAsync(Permit, TestFaces.Blank(), Stop), DeviceFault.Offline);
        while ((await rig.Printer.OpenAsync(Stop)).Failure is { } away)
        {
            away.Fault.ShouldBe(DeviceFault.Offline);
            await Task.Yield();
        }

        (await rig.Printer.CheckAsync(Stop)).Ok.ShouldBeTrue();
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(Place.Printer);
        rig.World.At(Place.Printer).ShouldNotBeNull().Face.ShouldBeNull();
        Ok(await rig.Printer.RetainAsync(Stop));
    }

    [Fact]
    public async Task Opening_and_checking_while_an_act_runs_breaks_nothing()
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        var printing = rig.Printer.PrintAsync(Permit, TestFaces.Random(5), Stop).AsTask();
        var opening = rig.Printer.OpenAsync(Stop).AsTask();
        (await rig.Printer.CheckAsync(Stop)).Value.Now.ShouldBe(DeviceFault.None);
        Ok(await printing);
        Ok(await opening);
    }
}
