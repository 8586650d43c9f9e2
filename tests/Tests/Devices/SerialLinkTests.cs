using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.IdReader;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.Devices;

/// <summary>The serial link on a real pseudo terminal.</summary>
public sealed class SerialLinkTests
{
    private const int Fast = 4_000_000;

    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    [Theory]
    [InlineData(9600, Parity.None, StopBits.One)]
    [InlineData(115200, Parity.Even, StopBits.Two)]
    [InlineData(250000, Parity.Odd, StopBits.One)]
    public async Task All_256_bytes_pass_both_ways_unchanged(int baudRate, Parity parity, StopBits stopBits)
    {
        await using var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var link = new SerialLink(
            new(terminal.Path) { BaudRate = baudRate, Parity = parity, StopBits = stopBits });
        (await link.OpenAsync(default)).Ok.ShouldBeTrue();
        (await link.OpenAsync(default)).Ok.ShouldBeTrue("opening an open link changes nothing");

        await terminal.WriteAsync(EveryByte, default);
        (await ReceiveAsync(link, 256)).ShouldBe(EveryByte);
        (await link.WriteAsync(EveryByte, default)).Ok.ShouldBeTrue();
        (await ReceiveAsync(terminal, 256)).ShouldBe(EveryByte);
    }

    [Fact]
    public async Task Cancelling_ends_a_read_that_no_byte_would_end()
    {
        await using var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var link = await OpenAsync(terminal);
        using var stop = new CancellationTokenSource();
        var reading = link.ReadAsync(new byte[1], stop.Token).AsTask();
        reading.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        await terminal.WriteAsync(new byte[] { 5 }, default);
        (await ReceiveAsync(link, 1)).ShouldBe([5]);
    }

    [Fact]
    public async Task A_write_waits_for_room_and_cancelling_ends_it()
    {
        await using var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var link = await OpenAsync(terminal);
        var large = new byte[200_000];
        var writing = link.WriteAsync(large, default).AsTask();
        (await ReceiveAsync(terminal, large.Length)).Length.ShouldBe(large.Length);
        (await writing).Ok.ShouldBeTrue();

        using var stop = new CancellationTokenSource();
        var stuck = link.WriteAsync(large, stop.Token).AsTask();
        await ReceiveAsync(terminal, 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck);
    }

    [Fact]
    public async Task Discarding_drops_what_had_arrived()
    {
        await using var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var link = await OpenAsync(terminal);
        await terminal.WriteAsync(new byte[] { 1, 2, 3, 4 }, default);
        (await link.ReadAsync(new byte[1], default)).Value.ShouldBe(1);
        link.DiscardInput();
        await terminal.WriteAsync(new byte[] { 9 }, default);

        (await ReceiveAsync(link, 1)).ShouldBe([9]);
    }

    [Fact]
    public async Task Pulling_the_plug_ends_a_waiting_read_as_offline()
    {
        var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var link = await OpenAsync(terminal);
        var reading = link.ReadAsync(new byte[1], default).AsTask();
        await terminal.CloseAsync();

        (await reading).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await link.WriteAsync(new byte[1], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await link.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    [Fact]
    public async Task Closing_ends_a_waiting_read_and_the_port_opens_again()
    {
        await using var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var link = await OpenAsync(terminal);
        var reading = link.ReadAsync(new byte[1], default).AsTask();
        await link.CloseAsync();
        (await reading).Failure!.Fault.ShouldBe(DeviceFault.Offline);

        (await link.OpenAsync(default)).Ok.ShouldBeTrue();
        await terminal.WriteAsync(new byte[] { 1 }, default);
        (await ReceiveAsync(link, 1)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_port_in_use_is_busy_until_it_is_closed()
    {
        await using var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var first = await OpenAsync(terminal);
        await using var second = new SerialLink(new(terminal.Path));

        (await second.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
        await first.CloseAsync();
        (await second.OpenAsync(default)).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/dev/no-such-port", DeviceFault.Offline)]
    [InlineData("/dev/null", DeviceFault.Refused)]
    public async Task What_is_no_serial_port_does_not_open(string path, DeviceFault fault)
    {
        await using var link = new SerialLink(new(path));

        (await link.OpenAsync(default)).Failure!.Fault.ShouldBe(fault);
        (await link.ReadAsync(new byte[1], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    [Theory]
    [InlineData(4, 9600)]
    [InlineData(9, 9600)]
    [InlineData(8, 0)]
    public async Task A_mode_that_cannot_be_is_refused(int dataBits, int baudRate)
    {
        await using var terminal = PseudoTerminal.Create(Fast, TimeProvider.System);
        await using var link = new SerialLink(new(terminal.Path) { DataBits = dataBits, BaudRate = baudRate });

        (await link.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Refused);
    }

    [Fact]
    public async Task The_simulated_end_paces_its_bytes_by_the_line_rate()
    {
        var time = new VirtualTime();
        await using var terminal = PseudoTerminal.Create(9600, time);
        await using var link = await OpenAsync(terminal);
        var writing = terminal.WriteAsync(new byte[960], default).AsTask();
        writing.IsCompleted.ShouldBeFalse("960 bytes take a second");
        time.Advance(TimeSpan.FromSeconds(1));

        (await writing).Ok.ShouldBeTrue();
        (await ReceiveAsync(link, 960)).Length.ShouldBe(960);
    }

    private static async Task<SerialLink> OpenAsync(PseudoTerminal terminal)
    {
        var link = new SerialLink(new(terminal.Path) { BaudRate = 115200 });
        (await link.OpenAsync(default)).Ok.ShouldBeTrue();
        return link;
    }

    private static async Task<byte[]> ReceiveAsync(ILink link, int count)
    {
        var (all, at) = (new byte[count], 0);
        while (at < count)
        {
            at += (await link.ReadAsync(all.AsMemory(at), default)).Value;
        }

        return all;
    }
}
