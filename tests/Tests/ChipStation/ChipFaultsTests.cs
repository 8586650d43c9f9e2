using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Support;
using SimulatedWorld = KioskSuite.KioskInABox.World.World;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The world's chip faults through the real station, in memory and in virtual time.</summary>
public sealed class ChipFaultsTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public Task A_good_chip_takes_the_whole_script() => PersonaliseAsync(async (run, _) =>
        (await run()).Ok.ShouldBeTrue());

    [Fact]
    public Task A_mute_chip_is_mute_after_its_deadline() => PersonaliseAsync(
        async (run, time) =>
        {
            (await run()).Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
            time.Elapsed.ShouldBeInRange(s_deadline, s_deadline * 2);
        },
        Fault.ChipMute);

    [Fact]
    public Task A_chip_whose_memory_fails_refuses_the_first_block_with_6581() => PersonaliseAsync(
        async (run, _) =>
        {
            var failure = (await run()).Failure.ShouldNotBeNull();
            failure.Fault.ShouldBe(DeviceFault.ChipRefused);
            failure.Said.ShouldContain("6581");
        },
        Fault.MemoryFailure);

    [Fact]
    public Task A_chip_with_too_little_memory_says_6A84() => PersonaliseAsync(
        async (run, _) => (await run()).Failure!.Said.ShouldContain("6A84"), Fault.ChipFull);

    [Fact]
    public Task A_chip_that_loses_its_power_while_it_is_written_is_mute() => PersonaliseAsync(
        async (run, _) => (await run()).Failure!.Fault.ShouldBe(DeviceFault.ChipMute), Fault.ChipPowerLoss);

    [Fact]
    public Task A_chip_whose_CPLC_lies_is_written_all_the_same() => PersonaliseAsync(
        async (run, _) => (await run()).Ok.ShouldBeTrue(), Fault.CplcLies);

    [Fact]
    public Task A_chip_with_another_key_on_it_answers_a_cryptogram_that_does_not_verify() => PersonaliseAsync(
        async (run, _) => (await run()).Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine),
        Fault.WrongCryptogram);

    [Fact]
    public Task A_slow_chip_takes_its_time_for_every_answer_and_works() => PersonaliseAsync(
        async (run, time) =>
        {
            var count = (await run()).Value;
            time.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(150) * count);
        },
        Fault.SlowChip);

    [Fact]
    public Task Only_the_first_blank_is_dirty_and_takes_no_second_personalisation() => PersonaliseAsync(
        async (run, _) =>
        {
            (await run()).Failure!.Fault.ShouldBe(DeviceFault.ChipRefused);
            (await run()).Ok.ShouldBeTrue();
        },
        Fault.DirtyBlank);

    /// <summary>Each run feeds the next blank into the station and runs the script on it.</summary>
    private static Task PersonaliseAsync(
        Func<Func<Task<Outcome<int>>>, VirtualTime, Task> test, params HashSet<Fault> faults) =>
        VirtualTime.Run(async time =>
        {
            var world = new SimulatedWorld(hopper: 2, BlankKind.PbocDual80K.Code, seed: 7, faults);
            var options = new ChipStationsOptions(CardBench.CardManagerKey) { DirectPort = null };
            await using var stations = new ChipStations(world, options, time);
            stations.Start();
            await using var chip = new DirectChipStation(
                "chip",
                new InMemoryLink(stations.Accept),
                new DirectOptions { TransmitDeadline = s_deadline },
                time);
            await test(() => RunAsync(world, chip), time);
        });

    private static async Task<Outcome<int>> RunAsync(SimulatedWorld world, DirectChipStation chip)
    {
        if (world.At(Place.ChipStation) is { } before)
        {
            world.Move(before, Place.Retained);
        }

        world.Feed(Place.ChipStation).ShouldNotBeNull();
        (await chip.PowerOnAsync(default)).Ok.ShouldBeTrue();
        var opened = await ChipScript.OpenAsync(chip, CardBench.HostChallenge, default);
        var answer = InitializeUpdateAnswer.Parse(opened.Value).Value;
        var script = CardBench.Write(answer);
        if (script.Failure is { } wrong)
        {
            return wrong;
        }

        var run = await ChipScript.RunAsync(chip, script.Value.Commands, default);
        return run.Failure is { } failure ? failure : run.Value.Count;
    }
}
