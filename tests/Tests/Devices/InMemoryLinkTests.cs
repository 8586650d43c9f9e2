using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.Links;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.Devices;

/// <summary>A device in memory that can be pulled off its line and put back.</summary>
public sealed class InMemoryLinkTests
{
    [Fact]
    public Task A_pulled_device_ends_its_connections_and_takes_none_until_it_is_back() => VirtualTime.Run(async time =>
    {
        var plug = Plug.Make(time, TimeSpan.Zero);
        await using var connections = new Connections(
            plug, (link, stop) => plug.WhileInAsync(over => Echo(link, over), stop));
        await using var host = new InMemoryLink(connections.Accept);
        (await host.OpenAsync(default)).Ok.ShouldBeTrue();
        (await EchoedAsync(host, 1)).Value.ShouldBe(1);

        plug.Pull(TimeSpan.FromSeconds(2));
        (await host.ReadAsync(new byte[1], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await host.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await host.WriteAsync(new byte[1], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        await Task.Delay(TimeSpan.FromSeconds(1.9), time);
        (await host.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        await Task.Delay(TimeSpan.FromSeconds(0.2), time);
        (await host.OpenAsync(default)).Ok.ShouldBeTrue();
        (await EchoedAsync(host, 2)).Value.ShouldBe(2);
    });

    [Fact]
    public Task Closing_and_opening_makes_a_new_connection_without_what_was_left_on_the_old_one() =>
        VirtualTime.Run(async time =>
        {
            await using var connections = new Connections(Plug.Make(time, TimeSpan.Zero), Echo);
            await using var host = new InMemoryLink(connections.Accept);
            (await host.OpenAsync(default)).Ok.ShouldBeTrue();
            (await host.WriteAsync(new byte[] { 9 }, default)).Ok.ShouldBeTrue();
            await host.CloseAsync();
            (await host.OpenAsync(default)).Ok.ShouldBeTrue();
            (await EchoedAsync(host, 3)).Value.ShouldBe(3);
        });

    private static async Task<Outcome<int>> EchoedAsync(InMemoryLink host, byte value)
    {
        var buffer = new byte[8];
        (await host.WriteAsync(new[] { value }, default)).Ok.ShouldBeTrue();
        var read = await host.ReadAsync(buffer, default);
        return read.Failure is { } failure ? failure : buffer[0];
    }

    private static async Task Echo(ILink link, CancellationToken stop)
    {
        var buffer = new byte[8];
        while (await link.ReadAsync(buffer, stop) is { Ok: true, Value: var count })
        {
            await link.WriteAsync(buffer.AsMemory(0, count), stop);
        }
    }
}
