using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.Tests.ChipStation;

/// <summary>What the station makes of services and readers that no test machine has.</summary>
public sealed class PcscSearchTests
{
    private const int Patience = 60_000;

    /// <summary>
    /// Far above what pauses of 20 ms and more leave room for, far below what a loop without any makes.
    /// </summary>
    private const int Many = 200;
    private const string Other = "Printer Reader 00 00";
    private const string Ours = "Chip Reader 01 00";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData(SCardError.InvalidHandle)]
    [InlineData(SCardError.NoService)]
    [InlineData(SCardError.ServiceStopped)]
    [InlineData(SCardError.UnknownReader)]
    [InlineData(SCardError.Success)]
    public async Task A_wait_that_comes_back_at_once_is_no_loop_without_pause(SCardError answer)
    {
        var library = new ScriptedPcsc { Readers = { [Ours] = SCardState.Empty }, OnChange = () => answer };

        (await PowerAsync(library, new PcscOptions("Chip"))).Failed.ShouldBeTrue();

        library.Calls.ShouldBeLessThan(Many);
    }

    [Fact(Timeout = Patience)]
    public async Task A_service_that_is_away_is_asked_again_after_pauses_until_the_deadline()
    {
        var library = new ScriptedPcsc { OnEstablish = () => SCardError.NoService };

        var powered = await PowerAsync(library, new PcscOptions("Chip"));

        powered.Failure!.Fault.ShouldBe(DeviceFault.Offline);
        library.Calls.ShouldBeGreaterThan(1);
        library.Calls.ShouldBeLessThan(Many);
    }

    [Fact(Timeout = Patience)]
    public async Task A_lost_context_is_released_before_the_next_is_made()
    {
        var asked = 0;
        var library = new ScriptedPcsc
        {
            Readers = { [Ours] = SCardState.Present },
            OnChange = () => ++asked == 1 ? SCardError.ServiceStopped : SCardError.Success,
        };

        (await PowerAsync(library, new PcscOptions("Chip"))).Ok.ShouldBeTrue();

        library.Contexts.Take(3).ShouldBe(["establish 1", "release 1", "establish 2"]);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_that_comes_while_waiting_is_found_with_notifications_and_without(bool knowsArrivals)
    {
        var library = new ScriptedPcsc { KnowsArrivals = knowsArrivals };
        await using var station = Station(library, new PcscOptions("Chip") { PowerOnDeadline = Soon * 20 });

        var powering = station.PowerOnAsync(Stop);
        library.Readers[Ours] = SCardState.Present;

        (await powering).Ok.ShouldBeTrue();
    }

    [Fact(Timeout = Patience)]
    public async Task A_reader_is_known_by_its_serial_number_under_another_name()
    {
        var library = new ScriptedPcsc
        {
            Readers = { [Other] = SCardState.Present, [Ours] = SCardState.Present },
            Serials = { [Other] = "1111", [Ours] = "2222\0" },
        };

        (await PowerAsync(library, new PcscOptions("Reader") { Serial = "2222" })).Ok.ShouldBeTrue();

        library.Powered.ShouldBe([Ours]);
    }

    [Fact(Timeout = Patience)]
    public async Task Without_the_serial_number_no_other_reader_is_taken()
    {
        var library = new ScriptedPcsc
        {
            Readers = { [Other] = SCardState.Present, [Ours] = SCardState.Present },
            Serials = { [Other] = "1111" },
        };

        var powered = await PowerAsync(library, new PcscOptions("Reader") { Serial = "2222" });

        powered.Failure!.Fault.ShouldBe(DeviceFault.Offline);
        library.Powered.ShouldBeEmpty();
    }

    [Fact(Timeout = Patience)]
    public async Task A_reader_that_is_held_is_still_the_one_it_was()
    {
        var library = new ScriptedPcsc
        {
            Readers = { [Ours] = SCardState.Present | SCardState.InUse },
            Serials = { [Ours] = "2222" },
        };
        await using var station = Station(library, new PcscOptions("") { Serial = "2222", PowerOnDeadline = Soon });
        (await station.PowerOnAsync(Stop)).Ok.ShouldBeTrue();
        library.Held.Add(Ours);

        (await station.CheckAsync(Stop)).Ok.ShouldBeTrue();
        await station.PowerOffAsync(Stop);
        (await station.CheckAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
    }

    [Fact(Timeout = Patience)]
    public async Task Readers_that_are_none_are_passed_over()
    {
        var library = new ScriptedPcsc
        {
            Readers = { ["Windows Hello Reader 0"] = SCardState.Present, [Ours] = SCardState.Present },
        };

        (await PowerAsync(library, new PcscOptions("Reader"))).Ok.ShouldBeTrue();

        library.Powered.ShouldBe([Ours]);
    }

    [Fact(Timeout = Patience)]
    public async Task A_card_that_another_program_only_shares_makes_the_station_busy()
    {
        var library = new ScriptedPcsc { Readers = { [Ours] = SCardState.Present | SCardState.InUse } };
        await using var station = Station(library, new PcscOptions("Chip"));

        (await station.CheckAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
    }

    [Fact]
    public void Layouts_are_those_of_the_two_headers()
    {
        Unsafe.SizeOf<PcscInterop.ReaderState>().ShouldBe(80);
        Marshal.OffsetOf<PcscInterop.ReaderState>(nameof(PcscInterop.ReaderState.Atr)).ShouldBe(40);
        Unsafe.SizeOf<PcscInterop.IoRequest>().ShouldBe(16);
        Unsafe.SizeOf<WinSCard.ReaderState>().ShouldBe(64);
        Marshal.OffsetOf<WinSCard.ReaderState>(nameof(WinSCard.ReaderState.Atr)).ShouldBe(28);
        Unsafe.SizeOf<WinSCard.IoRequest>().ShouldBe(8);
    }

    private static TimeSpan Soon => TimeSpan.FromSeconds(1);

    private static PcscChipStation Station(IPcscLibrary library, PcscOptions options) =>
        new("chip", options, library, TimeProvider.System);

    private static async Task<Outcome<byte[]>> PowerAsync(IPcscLibrary library, PcscOptions options)
    {
        await using var station = Station(library, options with { PowerOnDeadline = Soon });
        return await station.PowerOnAsync(Stop);
    }
}
