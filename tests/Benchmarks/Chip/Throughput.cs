using System.Diagnostics;
using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Dev.Pcscd;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>Commands a second through the station and in a bare loop, over the same pcscd, vpcd and card.</summary>
internal sealed class Throughput(PrivatePcscd pcscd, ChipOptions options)
{
    private const double Target = 0.95;
    private const int Block = 224;
    private static readonly byte[] s_command = [0x84, 0xE2, 0, 0, Block, .. new byte[Block]];

    private int Warm => options.Commands / 10;

    public async Task<Duel> RunAsync(CancellationToken stop)
    {
        await using var slot = new VpcdClient("127.0.0.1", pcscd.ContactPort, TimeProvider.System);
        slot.Insert(new YesCard());
        await using var station = new PcscChipStation(
            "chip", new PcscOptions(PrivatePcscd.ContactReader), TimeProvider.System);
        return await Duel.PlayAsync(
            new(
                $"APDU throughput, {s_command.Length} bytes out and 2 back", "a second", [],
                "SCardTransmit in a loop, same process, no watchdog", [], MoreIsBetter: true, Target),
            options.Rounds,
            () => StationAsync(station, stop),
            () => BareAsync(stop));
    }

    private Task<double> BareAsync(CancellationToken stop) => Task.Factory.StartNew(
        () => BareLoop.Run(PrivatePcscd.ContactReader, s_command, Warm, options.Commands),
        stop,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private async Task<double> StationAsync(PcscChipStation station, CancellationToken stop)
    {
        var powered = await station.PowerOnAsync(stop);
        if (!powered.Ok)
        {
            throw new InvalidOperationException($"no card: {powered}");
        }

        await TransmitAsync(station, Warm, stop);
        var began = Stopwatch.GetTimestamp();
        await TransmitAsync(station, options.Commands, stop);
        var took = Stopwatch.GetElapsedTime(began);
        await station.PowerOffAsync(stop);
        return options.Commands / took.TotalSeconds;
    }

    private static async Task TransmitAsync(PcscChipStation station, int count, CancellationToken stop)
    {
        for (var i = 0; i < count; i++)
        {
            var answer = await station.TransmitAsync(s_command, stop);
            if (!answer.Ok)
            {
                throw new InvalidOperationException($"command {i}: {answer}");
            }
        }
    }
}
