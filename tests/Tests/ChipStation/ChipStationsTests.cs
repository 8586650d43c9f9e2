using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Dev.Pcscd;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Issuance;
using SimulatedWorld = KioskSuite.KioskInABox.World.World;

namespace KioskSuite.Tests.ChipStation;

/// <summary>World, simulated card, wire and adapter together, with the script that central writes.</summary>
[Collection(PcscdCollection.Name)]
public sealed class ChipStationsTests(PcscdForTests pcscd)
{
    private const int Patience = 60_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task A_card_is_personalised_through_pcscd_and_then_lies_in_the_shop()
    {
        pcscd.SkipWithout();
        var world = MakeWorld();
        await using var stations = new ChipStations(world, ThroughPcscd(), TimeProvider.System);
        stations.Start();
        await using var chip = Through(PrivatePcscd.ContactReader);
        var card = world.Feed(Place.ChipStation)!;

        await PersonaliseAsync(chip);
        world.Move(card, Place.Taken);
        (await chip.TransmitAsync(new byte[4], Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipRemoved);
        stations.PlaceInShop(card);

        await using var shop = Through(PrivatePcscd.ShopReader);
        (await shop.PowerOnAsync(Stop)).Value.ShouldBe(BlankKind.PbocDual80K.Atr());
        var selected = await shop.TransmitAsync(Convert.FromHexString("00A4040008A00000033301010100"), Stop);
        selected.Value.StatusWord.ShouldBe((ushort)0x9000);
    }

    [Fact(Timeout = Patience)]
    public async Task A_card_is_personalised_without_pcscd()
    {
        var world = MakeWorld();
        await using var stations = new ChipStations(world, Direct(), TimeProvider.System);
        await using var chip = StartDirect(stations);
        world.Feed(Place.ChipStation);

        await PersonaliseAsync(chip);
    }

    [Fact(Timeout = Patience)]
    public async Task A_wrong_blank_shows_another_ATR()
    {
        var world = MakeWorld(Fault.WrongBlank);
        await using var stations = new ChipStations(world, Direct(), TimeProvider.System);
        await using var chip = StartDirect(stations);
        world.Feed(Place.ChipStation);

        (await chip.PowerOnAsync(Stop)).Value.ShouldBe(BlankKind.Wrong.Atr());
    }

    [Fact(Timeout = Patience)]
    public async Task A_chip_scripted_to_fall_silent_does_so_in_the_middle_of_personalisation()
    {
        var world = MakeWorld(Fault.ChipMute);
        await using var stations = new ChipStations(world, Direct(), TimeProvider.System);
        await using var chip = StartDirect(stations, TimeSpan.FromSeconds(0.4));
        world.Feed(Place.ChipStation);

        var run = await RunScriptAsync(chip);
        run.Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
        run.Failure.Said.ShouldStartWith("command 5:");
    }

    [Fact(Timeout = Patience)]
    public async Task The_first_STORE_DATA_can_be_held_back_after_it_was_executed()
    {
        var world = MakeWorld();
        await using var stations = new ChipStations(world, Direct(), TimeProvider.System);
        await using var chip = StartDirect(stations);
        var card = world.Feed(Place.ChipStation)!;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Holds.Reached += _ => reached.SetResult();
        world.Holds.Arm("chip");

        var run = RunScriptAsync(chip);
        await reached.Task.WaitAsync(Stop);
        stations.ChipOf(card).LastStored.ShouldBe(1);
        run.IsCompleted.ShouldBeFalse();
        world.Holds.Release("chip");
        (await run).Ok.ShouldBeTrue();
    }

    private static SimulatedWorld MakeWorld(params HashSet<Fault> faults) =>
        new(hopper: 2, BlankKind.PbocDual80K.Code, seed: 7, faults);

    private static PcscChipStation Through(string reader) => new("chip", new PcscOptions(reader), TimeProvider.System);

    private static ChipStationsOptions Direct() => new(CardBench.CardManagerKey);

    private static DirectChipStation StartDirect(ChipStations stations, TimeSpan? transmitDeadline = null)
    {
        stations.Start();
        return new DirectChipStation(
            "chip",
            new TcpLink("127.0.0.1", stations.DirectPort!.Value, TimeSpan.FromSeconds(10), TimeProvider.System),
            new DirectOptions { TransmitDeadline = transmitDeadline ?? TimeSpan.FromSeconds(10) },
            TimeProvider.System);
    }

    private static async Task PersonaliseAsync(IChipStation chip)
    {
        var run = await RunScriptAsync(chip);
        run.Ok.ShouldBeTrue(run.ToString());
        using var application = CardBench.Application();
        var expected = CardBench.ExpectedOf(application);
        var seen = await TerminalCheck.RunAsync(chip, expected, CardBench.Purchase, Stop);
        seen.Ok.ShouldBeTrue(seen.ToString());
        CryptogramCheck.Verify(
            application.UdkAc, seen.Value.Aip, seen.Value.Cdol1Data, seen.Value.Atc, seen.Value.Iad, seen.Value.Arqc)
            .ShouldBeTrue();
    }

    private static async Task<Outcome<int>> RunScriptAsync(IChipStation chip)
    {
        (await chip.PowerOnAsync(Stop)).Ok.ShouldBeTrue();
        var opened = await ChipScript.OpenAsync(chip, CardBench.HostChallenge, Stop);
        var answer = InitializeUpdateAnswer.Parse(opened.Value).Value;
        using var script = CardBench.Write(answer).Value;
        var run = await ChipScript.RunAsync(chip, script.Commands, Stop);
        return run.Failure is { } failure ? failure : run.Value.Count;
    }

    private ChipStationsOptions ThroughPcscd() => new(CardBench.CardManagerKey)
    {
        ContactPort = pcscd.Pcscd.ContactPort,
        ShopPort = pcscd.Pcscd.ShopPort,
    };
}
