using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.Tests.Devices;

public sealed class LoopbackLinkTests
{
    [Fact]
    public async Task Bytes_pass_both_ways()
    {
        var (host, device) = LoopbackLink.CreatePair();
        var buffer = new byte[8];
        var reading = device.ReadAsync(buffer, default);

        (await host.WriteAsync(new byte[] { 1, 2 }, default)).Ok.ShouldBeTrue();
        (await reading).Value.ShouldBe(2);
        (await device.WriteAsync(new byte[] { 3 }, default)).Ok.ShouldBeTrue();
        (await host.ReadAsync(buffer, default)).Value.ShouldBe(1);
        buffer[..2].ShouldBe([3, 2]);
    }

    [Fact]
    public async Task A_writer_waits_while_there_is_no_room()
    {
        var (host, device) = LoopbackLink.CreatePair();
        var writing = host.WriteAsync(new byte[100_000], default).AsTask();
        writing.IsCompleted.ShouldBeFalse();

        var (buffer, total) = (new byte[9000], 0);
        while (total < 100_000)
        {
            total += (await device.ReadAsync(buffer, default)).Value;
        }

        (await writing).Ok.ShouldBeTrue();
        total.ShouldBe(100_000);
    }

    [Fact]
    public async Task What_was_sent_before_the_other_end_closed_is_still_read()
    {
        var (host, device) = LoopbackLink.CreatePair();
        await device.WriteAsync(new byte[] { 7 }, default);
        await device.CloseAsync();

        (await host.ReadAsync(new byte[8], default)).Value.ShouldBe(1);
        (await host.ReadAsync(new byte[8], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await host.WriteAsync(new byte[8], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await host.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await device.OpenAsync(default)).Ok.ShouldBeTrue();
        (await host.OpenAsync(default)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_close_ends_a_read_that_waits()
    {
        var (host, device) = LoopbackLink.CreatePair();
        var reading = host.ReadAsync(new byte[1], default);
        await device.CloseAsync();

        (await reading).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    [Fact]
    public async Task A_cancelled_read_takes_no_byte_from_the_next()
    {
        var (host, device) = LoopbackLink.CreatePair();
        using var stop = new CancellationTokenSource();
        var reading = host.ReadAsync(new byte[1], stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        await device.WriteAsync(new byte[] { 5 }, default);
        var buffer = new byte[4];
        (await host.ReadAsync(buffer, default)).Value.ShouldBe(1);
        buffer[0].ShouldBe((byte)5);
    }

    [Fact]
    public async Task Discarding_drops_what_had_arrived_only()
    {
        var (host, device) = LoopbackLink.CreatePair();
        await device.WriteAsync(new byte[] { 1, 2, 3 }, default);
        host.DiscardInput();
        await device.WriteAsync(new byte[] { 4 }, default);

        var buffer = new byte[4];
        (await host.ReadAsync(buffer, default)).Value.ShouldBe(1);
        buffer[0].ShouldBe((byte)4);
    }
}
