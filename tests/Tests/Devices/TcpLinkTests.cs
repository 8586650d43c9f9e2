using System.Net;
using System.Net.Sockets;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.Tests.Devices;

public sealed class TcpLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Bytes_pass_both_ways_at_once()
    {
        using var listener = Listen();
        await using var link = LinkTo(listener);
        (await link.OpenAsync(default)).Ok.ShouldBeTrue();
        (await link.OpenAsync(default)).Ok.ShouldBeTrue("opening an open link changes nothing");
        using var peer = await listener.AcceptSocketAsync();

        (await link.WriteAsync(new byte[] { 1, 2, 3 }, default)).Ok.ShouldBeTrue();
        var buffer = new byte[8];
        (await peer.ReceiveAsync(buffer)).ShouldBe(3);
        await peer.SendAsync(new byte[] { 9 });
        (await link.ReadAsync(buffer, default)).Value.ShouldBe(1);
        buffer[0].ShouldBe((byte)9);
        link.Kind.ShouldBe("tcp");
    }

    [Fact]
    public async Task A_port_nobody_listens_on_is_offline()
    {
        using var listener = Listen();
        await using var link = LinkTo(listener);
        listener.Stop();

        (await link.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await link.ReadAsync(new byte[1], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await link.WriteAsync(new byte[1], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    [Fact]
    public async Task A_connect_that_takes_too_long_is_a_timeout()
    {
        using var listener = Listen();
        await using var link = new TcpLink("127.0.0.1", PortOf(listener), TimeSpan.Zero, TimeProvider.System);

        (await link.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Timeout);
    }

    [Fact]
    public async Task After_the_peer_hung_up_the_link_opens_anew()
    {
        using var listener = Listen();
        await using var link = LinkTo(listener);
        await link.OpenAsync(default);
        (await listener.AcceptSocketAsync()).Dispose();
        (await link.ReadAsync(new byte[1], default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);

        (await link.OpenAsync(default)).Ok.ShouldBeTrue();
        using var second = await listener.AcceptSocketAsync();
        await second.SendAsync(new byte[] { 1 });
        (await link.ReadAsync(new byte[1], default)).Value.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_ends_a_read_and_keeps_the_connection()
    {
        using var listener = Listen();
        await using var link = LinkTo(listener);
        await link.OpenAsync(default);
        using var peer = await listener.AcceptSocketAsync();
        using var stop = new CancellationTokenSource();
        var reading = link.ReadAsync(new byte[1], stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        await peer.SendAsync(new byte[] { 1 });
        (await link.ReadAsync(new byte[1], default)).Value.ShouldBe(1);
    }

    [Fact]
    public async Task Discarding_drops_what_had_arrived()
    {
        using var listener = Listen();
        await using var link = LinkTo(listener);
        await link.OpenAsync(default);
        using var peer = await listener.AcceptSocketAsync();
        await peer.SendAsync(new byte[] { 1, 2 });
        (await link.ReadAsync(new byte[1], default)).Value.ShouldBe(1);
        link.DiscardInput();
        await peer.SendAsync(new byte[] { 3 });

        var buffer = new byte[1];
        (await link.ReadAsync(buffer, default)).Value.ShouldBe(1);
        buffer[0].ShouldBe((byte)3);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static TcpLink LinkTo(TcpListener listener) =>
        new("127.0.0.1", PortOf(listener), Patience, TimeProvider.System);
}
