using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Dev.Pcscd;
using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Contracts;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The contract through libpcsclite, a real pcscd and vpcd.</summary>
[Collection(PcscdCollection.Name)]
public sealed class PcscChipStationTests(PcscdForTests pcscd) : ChipStationContract
{
    private static readonly PcscOptions s_patient = new(PrivatePcscd.ContactReader)
    {
        PowerOnDeadline = TimeSpan.FromSeconds(30),
        TransmitDeadline = TimeSpan.FromSeconds(30),
    };

    private static readonly PcscOptions s_hurried = new(PrivatePcscd.ContactReader)
    {
        PowerOnDeadline = TimeSpan.FromSeconds(1),
        TransmitDeadline = TimeSpan.FromSeconds(2),
    };

    [Fact(Timeout = 60_000)]
    public async Task Without_pcscd_the_station_is_offline_and_comes_back_with_it()
    {
        await PowerAsync(new ScriptedCard());
        await pcscd.EndAsync();

        (await Station.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await Hurried.PowerOnAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await Station.OpenAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await Station.CheckAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);

        await pcscd.RestartAsync();
        (await Station.OpenAsync(Stop)).Ok.ShouldBeTrue();
        (await PowerOnInTheEndAsync()).Length.ShouldBeGreaterThan(2);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_mute_chip_stays_mute_while_its_call_is_stuck()
    {
        await PowerAsync(Hurried, new ScriptedCard());
        await Hurried.TransmitAsync(ScriptedCard.Mute, Stop);

        (await Hurried.PowerOnAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
        await SwapAsync(new ScriptedCard());
    }

    [Fact(Timeout = 60_000)]
    public async Task Stuck_calls_are_bounded_and_end_when_the_card_goes()
    {
        await using var one = new PcscChipStation("chip", s_hurried with { MaxAbandoned = 1 }, TimeProvider.System);
        await PowerAsync(one, new ScriptedCard());
        await one.TransmitAsync(ScriptedCard.Mute, Stop);

        (await one.PowerOnAsync(Stop)).Failure!.Said.ShouldContain("too many");
        Rig.Remove();
        Outcome<byte[]> empty;
        do
        {
            empty = await one.PowerOnAsync(Stop);
        }
        while (empty.Failure!.Fault != DeviceFault.NoCard);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_is_not_there_is_offline()
    {
        await using var other = new PcscChipStation("chip", new PcscOptions("No Such Reader"), TimeProvider.System);

        (await other.OpenAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await other.CheckAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await other.PowerOnAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_card_that_another_program_holds_is_busy()
    {
        await PowerAsync(new ScriptedCard());
        await using var other = new PcscChipStation("chip", s_hurried, TimeProvider.System);

        (await other.PowerOnAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
        (await other.CheckAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
        (await other.OpenAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
        (await Station.CheckAsync(Stop)).Ok.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_that_restarts_while_the_station_waits_for_a_card_is_found_again()
    {
        var powering = Station.PowerOnAsync(Stop);
        await pcscd.EndAsync();
        await pcscd.RestartAsync();
        Rig.Insert(new ScriptedCard());

        (await powering).Ok.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_that_restarts_while_nothing_is_powered_is_not_noticed()
    {
        await PowerAsync(new ScriptedCard());
        await Station.PowerOffAsync(Stop);
        await pcscd.EndAsync();
        await pcscd.RestartAsync();

        (await Station.CheckAsync(Stop)).Ok.ShouldBeTrue();
        (await PowerOnInTheEndAsync()).Length.ShouldBeGreaterThan(2);
        (await Station.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Ok.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_slots_of_a_reader_work_at_once_and_are_not_mixed_up()
    {
        await PowerAsync(new ScriptedCard());
        await using var slot = new VpcdClient("127.0.0.1", pcscd.Pcscd.ShopPort, TimeProvider.System);
        slot.Insert(new ScriptedCard("3B80800101"));
        await using var shop = new PcscChipStation(
            "shop", new PcscOptions(PrivatePcscd.ShopReader), TimeProvider.System);
        (await shop.PowerOnAsync(Stop)).Value.Length.ShouldBe(5);

        await Task.WhenAll(EchoAsync(Station, 1), EchoAsync(shop, 2));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_longest_command_and_response_that_vpcd_carries_arrive_whole()
    {
        const int longest = 65535;
        await PowerAsync(new ScriptedCard());

        var echo = ScriptedCard.Echo(7, longest - 7);
        echo.Length.ShouldBe(longest);
        var answer = (await Station.TransmitAsync(echo, Stop)).Value;
        answer.Data.Length.ShouldBe(longest - 7);
        answer.Data.Span.ContainsAnyExcept((byte)7).ShouldBeFalse();
        (await Station.TransmitAsync(ScriptedCard.Long, Stop)).Value.Data.Length.ShouldBe(longest - 2);
    }

    private static async Task EchoAsync(IChipStation station, byte value)
    {
        for (var round = 0; round < 50; round++)
        {
            var answer = (await station.TransmitAsync(ScriptedCard.Echo(value, 3), Stop)).Value;
            answer.Data.ToArray().ShouldBe([value, value, value]);
        }
    }

    protected override async Task<IChipStationRig> MakeRigAsync()
    {
        pcscd.SkipWithout();
        var rig = new PcscRig(pcscd.Slot);
        await rig.EmptyAsync();
        return rig;
    }

    private sealed class PcscRig(VpcdClient slot) : IChipStationRig
    {
        public IChipStation Station { get; } = new PcscChipStation("chip", s_patient, TimeProvider.System);

        public IChipStation Hurried { get; } = new PcscChipStation("hurried", s_hurried, TimeProvider.System);

        public void Insert(ISlotCard card) => slot.Insert(card);

        public void Remove() => slot.Remove();

        public async ValueTask DisposeAsync()
        {
            slot.Remove();
            await Station.DisposeAsync();
            await Hurried.DisposeAsync();
        }

        /// <summary>Waits until pcscd noticed that the card of the test before is gone.</summary>
        public async Task EmptyAsync()
        {
            using var thread = PcscThread.Start("empty", PcscLibrary.OfThisMachine());
            (await thread.CallAsync(WaitEmpty)).ShouldBeTrue();
        }

        private static bool WaitEmpty(SCardContext context)
        {
            var reader = new SCardReaderState(PrivatePcscd.ContactReader);
            context.Establish().ShouldBe(SCardError.Success);
            for (var change = 0; change < 50 && !reader.EventState.HasFlag(SCardState.Empty); change++)
            {
                context.GetStatusChange(TimeSpan.FromSeconds(1), reader);
                reader.Accept();
            }

            return reader.EventState.HasFlag(SCardState.Empty);
        }
    }
}
