using System.Diagnostics;
using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Dev.Pcscd;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>
/// One card personalised and proved by a terminal's check: by central's two round trips with a script run from memory,
/// against central driving the card over the same delayed line, one round trip for each command. Both through pcscd to
/// the same simulated card.
/// </summary>
internal sealed class Personalising(PrivatePcscd pcscd, ChipOptions options)
{
    private const double Target = 10;
    private const int Judged = 50;
    private const int Pings = 5;
    private static readonly int[] s_delays = [0, 20, Judged, 100];
    private readonly BlankCard _card = new();

    public int Commands { get; private set; }

    public Dictionary<int, double> RoundTrips { get; } = [];

    public async Task<IReadOnlyList<Duel>> RunAsync(CancellationToken stop)
    {
        await using var slot = new VpcdClient("127.0.0.1", pcscd.ContactPort, TimeProvider.System);
        slot.Insert(_card);
        await using var station = new PcscChipStation(
            "chip", new PcscOptions(PrivatePcscd.ContactReader), TimeProvider.System);
        var duels = new List<Duel>();
        foreach (var delay in s_delays)
        {
            duels.Add(await AtAsync(delay, station, stop));
        }

        return duels;
    }

    private async Task<Duel> AtAsync(int delay, PcscChipStation station, CancellationToken stop)
    {
        await using var central = new Central();
        await using var line = new DelayedLine(TimeSpan.FromMilliseconds(delay), central.Port);
        using var wire = await Wire.ConnectAsync(line.Port, stop);
        var duel = await Duel.PlayAsync(
            new(
                $"one personalisation at {delay} ms line delay", "ms", [],
                "one round trip for each APDU, TCP_NODELAY", [], MoreIsBetter: false,
                delay == Judged ? Target : null),
            options.Rounds,
            () => TimeAsync(station, () => FromMemoryAsync(station, wire, stop), stop),
            () => TimeAsync(station, () => RelayedAsync(station, wire, stop), stop));
        RoundTrips[delay] = await PingAsync(wire, stop);
        return duel;
    }

    /// <summary>Milliseconds on a new blank that is powered before and powered down after.</summary>
    private async Task<double> TimeAsync(PcscChipStation station, Func<Task> work, CancellationToken stop)
    {
        _card.Renew();
        Need(await station.PowerOnAsync(stop));
        var began = Stopwatch.GetTimestamp();
        await work();
        var took = Stopwatch.GetElapsedTime(began);
        await station.PowerOffAsync(stop);
        return took.TotalMilliseconds;
    }

    private async Task FromMemoryAsync(PcscChipStation station, Wire wire, CancellationToken stop)
    {
        var opened = Need(await ChipScript.OpenAsync(station, Sample.HostChallenge, stop));
        var script = ScriptText.Parse(await wire.AskAsync([Central.Opened, .. opened], stop));
        Need(await ChipScript.RunAsync(station, script, stop));
        var seen = Need(await TerminalCheck.RunAsync(station, Sample.Expected(), Sample.Purchase, stop));
        byte[] proof = [Central.Proof, (byte)(seen.Atc >> 8), (byte)seen.Atc, .. seen.Arqc];
        Need(await TerminalCheck.CloseAsync(station, seen, await wire.AskAsync(proof, stop), [], stop));
    }

    private async Task RelayedAsync(PcscChipStation station, Wire wire, CancellationToken stop)
    {
        Commands = 0;
        await wire.SendAsync([Central.Relay], stop);
        while (await wire.ReceiveAsync(stop) is var message && message[0] != Central.Over)
        {
            var answer = Need(await station.TransmitAsync(message.AsMemory(1), stop));
            var status = answer.StatusWord;
            Commands++;
            await wire.SendAsync([.. answer.Data.Span, (byte)(status >> 8), (byte)status], stop);
        }
    }

    private static async Task<double> PingAsync(Wire wire, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        for (var ping = 0; ping < Pings; ping++)
        {
            await wire.AskAsync([Central.Ping], stop);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds / Pings;
    }

    private static T Need<T>(Outcome<T> outcome) =>
        outcome.Ok ? outcome.Value : throw new InvalidOperationException($"the card failed: {outcome}");
}
