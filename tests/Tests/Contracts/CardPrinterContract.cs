using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.Contracts;

/// <summary>What every card printer driver does, on the real bytes of its family's simulator.</summary>
public abstract partial class CardPrinterContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly StripeTracks Tracks =
        new("B6200000000000005^SAMPLE/CARD^3012", "6200000000000005=3012", "996200000000000005=156156");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IssuePermit Permit { get; } = new(
        "T-1",
        new HashSet<string> { "feed", "personalise", "stripe", "print", "present" },
        new HashSet<string> { "BLANK" },
        new byte[16]);

    /// <param name="shortly">True when an answer is going to be missing, so that deadlines should be short.</param>
    /// <param name="faults">The world's scripted faults.</param>
    protected abstract Task<ICardPrinterRig> StartAsync(bool shortly = false, params Fault[] faults);

    [Fact]
    public async Task A_card_goes_from_hopper_to_hand_with_stripe_and_face()
    {
        await using var rig = await StartAsync();
        var face = TestFaces.Random(1);
        await FeedAsync(rig);
        rig.World.At(Place.ChipStation).ShouldNotBeNull();
        Ok(await rig.Printer.LeaveStationAsync(Permit, Stop));
        var card = rig.World.At(Place.Printer).ShouldNotBeNull();
        Ok(await rig.Printer.WriteAndReadBackAsync(Permit, Tracks, Stop));
        (card[1], card[2], card[3]).ShouldBe((Tracks.Track1, Tracks.Track2, Tracks.Track3));
        Ok(await rig.Printer.PrintAsync(Permit, face, Stop));
        card.Place.ShouldBe(Place.Printer);
        card.Face.ShouldNotBeNull().AsSpan().SequenceEqual(rig.Printable(face)).ShouldBeTrue();
        Ok(await rig.Printer.PresentAsync(Permit, Stop));
        card.Place.ShouldBe(Place.Exit);
        rig.World.Move(card, Place.Taken);
        Ok(await rig.Printer.WaitTakenAsync(Long, Stop));
        rig.World.Cards.ShouldBe([card]);
    }

    [Theory]
    [InlineData(Place.ChipStation)]
    [InlineData(Place.Printer)]
    [InlineData(Place.Exit)]
    public async Task A_card_is_seen_and_retained_from_anywhere_on_its_way(Place place)
    {
        await using var rig = await StartAsync();
        var card = rig.World.Feed(place).ShouldNotBeNull();
        var seen = (await rig.Printer.LookAsync(Stop)).Value;
        (seen.At, seen.RejectBoxFull).ShouldBe((place, false));
        Ok(await rig.Printer.RetainAsync(Stop));
        card.Place.ShouldBe(Place.Retained);
        (await rig.Printer.LookAsync(Stop)).Value.ShouldBe(seen with { At = null });
    }

    [Fact]
    public async Task Retaining_nothing_says_that_there_is_no_card()
    {
        await using var rig = await StartAsync();
        Fails(await rig.Printer.RetainAsync(Stop), DeviceFault.NoCard);
        rig.World.Cards.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_act_without_its_card_feeds_no_other_blank()
    {
        await using var rig = await StartAsync();
        Fails(await rig.Printer.LeaveStationAsync(Permit, Stop), DeviceFault.NoCard);
        Fails(await rig.Printer.WriteAndReadBackAsync(Permit, Tracks, Stop), DeviceFault.NoCard);
        Fails(await rig.Printer.PrintAsync(Permit, TestFaces.Random(2), Stop), DeviceFault.NoCard);
        Fails(await rig.Printer.PresentAsync(Permit, Stop), DeviceFault.NoCard);
        rig.World.Cards.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_card_is_not_fed_behind_the_first()
    {
        await using var rig = await StartAsync();
        await FeedAsync(rig);
        Fails(await rig.Printer.FeedAsync(Permit, Stop), DeviceFault.Refused);
        rig.World.Cards.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_card_that_nobody_takes_stays_and_can_be_retained()
    {
        await using var rig = await StartAsync();
        var card = rig.World.Feed(Place.Exit).ShouldNotBeNull();
        Fails(await rig.Printer.WaitTakenAsync(TimeSpan.Zero, Stop), DeviceFault.CardNotTaken);
        card.Place.ShouldBe(Place.Exit);
        Ok(await rig.Printer.RetainAsync(Stop));
        card.Place.ShouldBe(Place.Retained);
    }

    [Fact]
    public async Task A_card_drawn_in_again_was_not_taken()
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        Ok(await rig.Printer.PresentAsync(Permit, Stop));
        rig.World.Move(rig.World.At(Place.Exit)!, Place.Printer);
        Fails(await rig.Printer.WaitTakenAsync(TimeSpan.Zero, Stop), DeviceFault.CardNotTaken);
    }

    private static async Task FeedAsync(ICardPrinterRig rig) => Ok(await rig.Printer.FeedAsync(Permit, Stop));

    private static void Ok(Outcome<Done> outcome) => outcome.Failure.ShouldBeNull();

    private static void Fails<T>(Outcome<T> outcome, DeviceFault fault) =>
        outcome.Failure.ShouldNotBeNull().Fault.ShouldBe(fault);
}
