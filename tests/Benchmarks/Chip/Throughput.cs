using System.Diagnostics;
using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Dev.Pcscd;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>Commands a second through the station and in a bare loop, over the same pcscd, vpcd and card.</summary>
internal sealed class Throughput(PrivatePcscd pcscd, ChipOptions options)
{
    private const double Target = 0.95;
    private const int Block = 224;
    private const int Turn = 100;
    private static readonly byte[] s_command = [0x84, 0xE2, 0, 0, Block, .. new byte[Block]];

    public async Task<Duel> RunAsync(CancellationToken stop)
    {
        await using var contact = Slot(pcscd.ContactPort);
        await using var shop = Slot(pcscd.ShopPort);
        var (product, rival) = (new List<double>(), new List<double>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            string[] readers = [PrivatePcscd.ContactReader, PrivatePcscd.ShopReader];
            var (ours, theirs) = await RoundAsync(readers[round % 2], readers[(round + 1) % 2], stop);
            // The first round warms caches and compilers up.
            if (round > 0)
            {
                product.Add(options.Commands / ours.TotalSeconds);
                rival.Add(options.Commands / theirs.TotalSeconds);
            }
        }

        return new(
            $"APDU throughput, {s_command.Length} bytes out and 2 back", "a second", product,
            "SCardTransmit in a loop, same process, no watchdog", rival, MoreIsBetter: true, Target);
    }

    private static VpcdClient Slot(int port)
    {
        var slot = new VpcdClient("127.0.0.1", port, TimeProvider.System);
        slot.Insert(new YesCard());
        return slot;
    }

    /// <summary>
    /// Both have a slot of the same reader and a card of their own, and take turns after few commands, so that
    /// whatever else the machine does meets both.
    /// </summary>
    private async Task<(TimeSpan Ours, TimeSpan Theirs)> RoundAsync(string ours, string theirs, CancellationToken stop)
    {
        await using var station = new PcscChipStation("chip", new PcscOptions(ours), TimeProvider.System);
        await using var other = new PcscChipStation("other", new PcscOptions(theirs), TimeProvider.System);
        Require(await station.PowerOnAsync(stop));
        Require(await other.PowerOnAsync(stop)); // shows that the rival's card is there
        await other.PowerOffAsync(stop);
        using var bare = new BareLoop(theirs);
        var (own, its) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var done = 0; done < options.Commands; done += Turn)
        {
            var first = done / Turn % 2 == 0 ? await TransmitAsync(station, stop) : TimeSpan.Zero;
            its += await BareAsync(bare, stop);
            own += done / Turn % 2 == 0 ? first : await TransmitAsync(station, stop);
        }

        return (own, its);
    }

    private static Task<TimeSpan> BareAsync(BareLoop bare, CancellationToken stop) => Task.Factory.StartNew(
        () => bare.Run(s_command, Turn), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>As the rival's, the time begins on the thread that transmits: the first command wakes it.</summary>
    private static async Task<TimeSpan> TransmitAsync(PcscChipStation station, CancellationToken stop)
    {
        Require(await station.TransmitAsync(s_command, stop));
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Turn; i++)
        {
            Require(await station.TransmitAsync(s_command, stop));
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private static void Require<T>(Outcome<T> outcome)
    {
        if (!outcome.Ok)
        {
            throw new InvalidOperationException($"the card failed: {outcome}");
        }
    }
}
