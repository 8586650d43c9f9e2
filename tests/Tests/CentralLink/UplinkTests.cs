using Grpc.Core;
using KioskSuite.CentralLink;
using KioskSuite.CentralSystem;
using KioskSuite.Grpc.Wire;
using KioskSuite.Journal;
using KioskSuite.Tests.CentralSystem;
using KioskSuite.Tests.Journal;
using ManualTime = KioskSuite.Tests.Journal.ManualTime;

namespace KioskSuite.Tests.CentralLink;

/// <summary>The uplink against the real central over real gRPC.</summary>
public sealed class UplinkTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryJournal _journal = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backlog_of_a_thousand_entries_arrives_whole_and_in_order()
    {
        await AppendAsync(_journal, 999);
        await using (var central = await StartAsync())
        {
            using var channel = GrpcChannel.ForAddress(new Uri(central.Grpc));
            await using var bench = new UplinkBench(channel.CreateCallInvoker(), _journal, TimeProvider.System);
            await bench.UntilAsync(() => bench.Uplink.Acked == 1000);
            bench.Uplink.State.ShouldBe(UplinkState.Connected);
            await AppendAsync(_journal, 1);
            await bench.UntilAsync(() => bench.Uplink.Acked == 1001);
        }

        Stored().ShouldBe(_journal.Read(1, 2000).Select(e => Convert.ToHexString(e.Hash)));
    }

    [Fact]
    public async Task After_centrals_restart_the_uplink_goes_on_from_its_high_water()
    {
        await AppendAsync(_journal, 400);
        var first = await StartAsync();
        var address = new Uri(first.Grpc);
        using var channel = GrpcChannel.ForAddress(address);
        var counting = new CountingInvoker(channel.CreateCallInvoker());
        await using var bench = new UplinkBench(counting, _journal, TimeProvider.System);
        await bench.UntilAsync(() => bench.Uplink.Acked == 401);
        await first.DisposeAsync();
        await bench.UntilAsync(() => bench.Pauses > 0);
        await AppendAsync(_journal, 300);
        await using (await StartAsync(address.Port))
        {
            await bench.UntilAsync(() => bench.Uplink.Acked == 701);
        }

        counting.RowsSent.ShouldBe(701);
        Stored().Count.ShouldBe(701);
    }

    [Fact]
    public async Task A_forked_journal_is_fenced_and_nothing_of_it_is_sent()
    {
        await AppendAsync(_journal, 10);
        var fork = new MemoryJournal(new ManualTime());
        await AppendAsync(fork, 20);
        await using var central = await StartAsync();
        using var channel = GrpcChannel.ForAddress(new Uri(central.Grpc));
        await using (var bench = new UplinkBench(channel.CreateCallInvoker(), _journal, TimeProvider.System))
        {
            await bench.UntilAsync(() => bench.Uplink.Acked == 11);
        }

        var counting = new CountingInvoker(channel.CreateCallInvoker());
        await using (var forked = new UplinkBench(counting, fork, TimeProvider.System))
        {
            await forked.UntilAsync(() => forked.Uplink.State == UplinkState.Fenced);
        }

        counting.RowsSent.ShouldBe(0);
    }

    /// <summary>The epoch is the same and the head is behind: an old copy of the journal was put back.</summary>
    [Fact]
    public async Task A_journal_behind_centrals_high_water_is_fenced()
    {
        await AppendAsync(_journal, 10);
        var old = new MemoryJournal(new ManualTime());
        await using var central = await StartAsync();
        using var channel = GrpcChannel.ForAddress(new Uri(central.Grpc));
        await using (var bench = new UplinkBench(channel.CreateCallInvoker(), _journal, TimeProvider.System))
        {
            await bench.UntilAsync(() => bench.Uplink.Acked == 11);
        }

        await using var rolledBack = new UplinkBench(channel.CreateCallInvoker(), old, TimeProvider.System);
        await rolledBack.UntilAsync(() => rolledBack.Uplink.State == UplinkState.Fenced);
    }

    private static async Task AppendAsync(MemoryJournal journal, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await journal.AppendAsync([new Fact("act.done", new byte[] { (byte)i })], Stop);
        }
    }

    private Task<RunningCentral> StartAsync(int port = 0) => RunningCentral.StartAsync(
        new Options(_folder.Root, CentralBench.SeedPath, port, 0, CentralFault.None),
        CentralBench.ReadSeed(),
        TimeProvider.System,
        Stop);

    private List<string> Stored()
    {
        using var central = CentralServer.Open(
            _folder.Root, CentralBench.ReadSeed(), CentralFault.None, TimeProvider.System);
        return central.Database.Transact(
            work => work.All<string>("SELECT hex(hash) FROM entry ORDER BY seq").ToList());
    }
}
