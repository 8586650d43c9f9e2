using KioskSuite.Benchmarks.Vision;
using KioskSuite.Dev.Pcscd;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>The chip's way at a kiosk: commands through PC/SC, a card over a slow line, wrapping.</summary>
internal sealed class ChipBench(ChipOptions options, TextWriter said)
{
    public async Task<ChipReport> RunAsync(CancellationToken stop)
    {
        using var folder = new WorkFolder();
        Directory.CreateDirectory(folder.PathOf("p"));
        await using var pcscd = await PrivatePcscd.StartAsync(
            folder.PathOf("p"), 0, said.WriteLine, TimeProvider.System, stop)
            ?? throw new InvalidOperationException("no pcscd, no figures");
        NativeEnvironment.PointTo(pcscd);
        var duels = new List<Duel> { await new Throughput(pcscd, options).RunAsync(stop) };
        await said.WriteLineAsync(duels[0].ToString());
        var personalising = new Personalising(pcscd, options);
        duels.AddRange(await personalising.RunAsync(stop));
        duels.Add(await new Wrapping(options).RunAsync());
        return new ChipReport(duels, personalising.Commands, personalising.RoundTrips);
    }
}
