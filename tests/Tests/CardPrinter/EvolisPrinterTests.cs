using KioskSuite.Devices.Links;
using KioskSuite.CardPrinter.Evolis;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.CardPrinter;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Contracts;

namespace KioskSuite.Tests.CardPrinter;

/// <summary>What is particular to this family, beyond the contract.</summary>
public sealed class EvolisPrinterTests
{
    private static readonly string[] StartUp =
    [
        "Rzp", "Rrt;zone", "Rrt;qty", "Rrt;count", "Pem;2", "Pcim;F", "Pcem;I", "Psmgr;2", "Pneab;E", "Pcrm;D",
        "Pbc;A;D", "Pfs;700;660;1200;500;1700", "Rsn",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IssuePermit Permit { get; } = new(
        "T-1", new HashSet<string> { "feed", "stripe", "print", "present" }, new HashSet<string>(), new byte[16]);

    [Fact]
    public async Task The_start_up_is_the_order_used_in_the_field()
    {
        await using var rig = await StartAsync();
        (await rig.Printer.OpenAsync(Stop)).Failure.ShouldBeNull();
        rig.Link.Sent.ShouldBe(StartUp);
        rig.Printer.Link.ShouldBe("tcp");
    }

    [Fact]
    public async Task A_print_sends_the_job_in_the_order_of_the_guide()
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        (await rig.Printer.OpenAsync(Stop)).Failure.ShouldBeNull();
        rig.Link.Sent.Clear();
        (await rig.Printer.PrintAsync(Permit, TestFaces.Blank(), Stop)).Failure.ShouldBeNull();
        rig.Link.Sent.Select(s => s.Split('\0')[0]).Where(s => s[0] != 'R').ShouldBe(
        [
            "Pneab;E", "Pr;ymcko", "Ss", "Sr", "Db;y;128;", "Db;m;128;", "Db;c;128;", "Dbc;k;2;1016;",
            "Wcb;o;255", "Se",
        ]);
    }

    [Theory]
    [InlineData(EvolisTrouble.Silent, DeviceFault.Timeout)]
    [InlineData(EvolisTrouble.Garbage, DeviceFault.Garbage)]
    [InlineData(EvolisTrouble.Twice, DeviceFault.Garbage)]
    [InlineData(EvolisTrouble.ClosesMidReply, DeviceFault.Offline)]
    public async Task A_movement_with_a_bad_answer_is_not_sent_again(EvolisTrouble trouble, DeviceFault fault)
    {
        await using var rig = await StartAsync(shortly: true);
        rig.World.Feed(Place.Printer);
        (rig.Options.Trouble, rig.Options.TroubleAt) = (trouble, "Se");
        (await rig.Printer.PrintAsync(Permit, TestFaces.Blank(), Stop)).Failure!.Fault.ShouldBe(fault);
        rig.Options.Trouble = EvolisTrouble.None;
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(Place.Printer);
        rig.Link.Sent.Count(s => s == "Se").ShouldBe(1);
    }

    [Fact]
    public async Task A_late_answer_that_outlives_the_reopening_is_skipped()
    {
        await using var rig = await StartAsync(shortly: true);
        (await rig.Printer.OpenAsync(Stop)).Failure.ShouldBeNull();
        rig.Link.KeepsLateAnswers = true;
        rig.World.Holds.Arm("feed");
        (await rig.Printer.FeedAsync(Permit, Stop)).Failure!.Fault.ShouldBe(DeviceFault.Timeout);
        rig.World.Holds.Release("feed");
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(Place.ChipStation);
    }

    [Fact]
    public async Task A_cancelled_act_leaves_its_answer_behind()
    {
        await using var rig = await StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        rig.World.Holds.Reached += _ => cancel.Cancel();
        rig.World.Holds.Arm("feed");
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await rig.Printer.FeedAsync(Permit, cancel.Token));
        rig.World.Holds.Release("feed");
        (await rig.Printer.LookAsync(Stop)).Value.At.ShouldBe(Place.ChipStation);
    }

    [Fact]
    public async Task A_ribbon_tag_that_says_OK_three_times_is_asked_again()
    {
        await using var rig = await StartAsync();
        rig.Options.Trouble = EvolisTrouble.SpuriousOk;
        (await rig.Printer.OpenAsync(Stop)).Failure.ShouldBeNull();
        rig.Link.Sent.Count(s => s == "Rrt;qty").ShouldBe(4);
    }

    [Theory]
    [InlineData("A;B", "")]
    [InlineData("name?", "")]
    [InlineData("", "6200=3012A")]
    [InlineData("", "62000000000000050000000000000000000000")]
    public async Task Track_data_that_the_head_cannot_write_is_never_sent(string track1, string track2)
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        var failure = (await rig.Printer.WriteAndReadBackAsync(Permit, new(track1, track2, ""), Stop)).Failure;
        failure.ShouldNotBeNull().Fault.ShouldBe(DeviceFault.StripeWriteFailed);
        rig.Link.Sent.ShouldNotContain(s => s.StartsWith("Dm", StringComparison.Ordinal) || s == "Smw");
    }

    [Theory]
    [InlineData(Coercivity.High, "Pmc;h")]
    [InlineData(Coercivity.Low, "Pmc;l")]
    public async Task The_field_is_set_before_the_tracks_are_loaded(Coercivity coercivity, string setting)
    {
        await using var rig = await StartAsync();
        rig.World.Feed(Place.Printer);
        await rig.Printer.OpenAsync(Stop);
        rig.Link.Sent.Clear();
        await rig.Printer.WriteAndReadBackAsync(Permit, new("A", "1", "2", coercivity), Stop);
        rig.Link.Sent.Where(s => s[0] != 'R').Take(8).ShouldBe(
            [setting, "Pmt;1;1", "Dm;1;A", "Pmt;2;2", "Dm;2;1", "Pmt;3;3", "Dm;3;2", "Smw"]);
    }

    [Fact]
    public async Task A_head_without_the_stripes_field_writes_nothing()
    {
        await using var rig = await EvolisRig.StartAsync(shortly: false, [], fields: "l");
        rig.World.Feed(Place.Printer);
        (await rig.Printer.WriteAndReadBackAsync(Permit, new("", "1", ""), Stop)).Failure.ShouldBe(
            new Failure(DeviceFault.StripeWriteFailed, "no head for High coercivity"));
        rig.Link.Sent.ShouldNotContain(s => s.StartsWith("Dm", StringComparison.Ordinal) || s == "Smw");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Rco;q")]
    public async Task A_printer_that_does_not_count_says_null_and_no_number(string? counter)
    {
        await using var rig = await EvolisRig.StartAsync(shortly: false, [], counter: counter);
        (await rig.Printer.LookAsync(Stop)).Value.ShouldBe(new Sighting(null, false));
        (await rig.Printer.FeedAsync(Permit, Stop)).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_feed_that_only_says_OK_tells_that_the_counter_did_not_move()
    {
        await using var rig = await EvolisRig.StartAsync(shortly: false, [Fault.PrinterLies]);
        (await rig.Printer.FeedAsync(Permit, Stop)).Failure.ShouldBe(
            new Failure(DeviceFault.Contradiction, "Sis: OK, card at no place, 0 inserted"));
        (await rig.Printer.CheckAsync(Stop)).Value.Now.ShouldBe(DeviceFault.CoverOpen);
        rig.Link.Sent.Count(s => s == "Sis").ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_stripe_does_not_tell_its_data()
    {
        await using var rig = await StartAsync(shortly: true);
        rig.World.Feed(Place.Printer);
        (rig.Options.Trouble, rig.Options.TroubleAt) = (EvolisTrouble.Garbage, "Dm");
        var failure = (await rig.Printer.WriteAndReadBackAsync(Permit, new("", "6200000000000005", ""), Stop)).Failure;
        failure.ShouldBe(new Failure(DeviceFault.Garbage, "Dm, 21 characters"));
    }

    [Fact]
    public async Task A_card_gone_before_it_is_drawn_in_is_no_card()
    {
        await using var rig = await StartAsync();
        var card = rig.World.Feed(Place.Exit).ShouldNotBeNull();
        rig.World.CardMoved += (moved, _, to) =>
        {
            if (to == Place.Printer)
            {
                rig.World.Move(moved, Place.Taken);
            }
        };
        (await rig.Printer.RetainAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.NoCard);
        card.Place.ShouldBe(Place.Taken);
    }

    [Fact]
    public async Task A_printer_that_is_not_there_is_offline()
    {
        var time = TimeProvider.System;
        var link = new TcpLink("127.0.0.1", 1, TimeSpan.FromMinutes(1), time);
        await using var printer = new EvolisPrinter("p", link, time, new EvolisOptions(), EvolisModel.Find("KC200B"));
        (await printer.LookAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    [Fact]
    public void An_unknown_model_is_an_error_that_names_the_known_ones() =>
        Should.Throw<InvariantException>(() => EvolisModel.Find("X1")).Message
            .ShouldBe("no printer model X1; known: KC200B");

    private static Task<EvolisRig> StartAsync(bool shortly = false) => EvolisRig.StartAsync(shortly, []);
}
