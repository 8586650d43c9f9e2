using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KioskSuite.Dev.Testing;

/// <summary>Runs every test program, shows its minutes, and ends with one total.</summary>
internal static partial class TestRun
{
    private const string EndToEnd = "KioskSuite.EndToEnd";

    /// <summary>Parts with their minutes; what no other part names is a proof.</summary>
    private static readonly Part[] s_parts =
    [
        new("unit", "tests/Tests", []),
        new("parsers", "tests/Fuzz", []),
        new("planted bugs", "deploy/dev", ["prove", "parsers"], "KioskSuite.Dev"),
        new("simulation", "tests/Simulation", []),
        new("demos", "tests/EndToEnd", ["-namespace", $"{EndToEnd}.Demo"]),
        new("browser", "tests/EndToEnd", ["-namespace", $"{EndToEnd}.Browser"]),
        new("pad-suite", "tests/EndToEnd", ["-namespace", $"{EndToEnd}.Pad"]),
        new("proofs", "tests/EndToEnd",
        [
            "-namespace-", $"{EndToEnd}.Demo", "-namespace-", $"{EndToEnd}.Browser", "-namespace-", $"{EndToEnd}.Pad",
        ]),
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken stop)
    {
        var total = new Count(0, 0, 0);
        var broken = false;
        foreach (var part in s_parts.Where(p => args.Count == 0 || args.Contains(p.Name)))
        {
            var took = Stopwatch.StartNew();
            var (count, code) = await RunPartAsync(part, stop);
            total = total.Plus(count);
            broken |= code != 0 || count.Passed == 0;
            await Console.Out.WriteLineAsync($"part {part.Name}: {took.Elapsed.TotalMinutes:0.0} min");
        }

        await Console.Out.WriteLineAsync($"{total.Passed} passed, {total.Failed} failed, {total.Skipped} skipped");
        return broken || total.Failed > 0 ? 1 : 0;
    }

    private static async Task<(Count Count, int Code)> RunPartAsync(Part part, CancellationToken stop)
    {
        string[] arguments = [Checkout.Assembly(part.Project, part.Program), .. part.Filter];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new Demo.LauncherException($"{part.Name} did not start");
        using var killed = stop.Register(() => process.Kill(entireProcessTree: true));
        var count = new Count(0, 0, 0);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            await Console.Out.WriteLineAsync(line);
            count = count.See(line);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        stop.ThrowIfCancellationRequested();
        return (count, process.ExitCode);
    }

    [GeneratedRegex(@"Total: (?<total>\d+), Errors: (?<errors>\d+), Failed: (?<failed>\d+), Skipped: (?<skipped>\d+)")]
    private static partial Regex Summary();

    private sealed record Part(string Name, string Project, string[] Filter, string? Program = null);

    private sealed record Count(int Passed, int Failed, int Skipped)
    {
        public Count Plus(Count o) => new(Passed + o.Passed, Failed + o.Failed, Skipped + o.Skipped);

        public Count See(string line)
        {
            var m = Summary().Match(line);
            return m.Success ? Plus(Of(m)) : this;
        }

        private static Count Of(Match m)
        {
            var failed = Number(m, "errors") + Number(m, "failed");
            return new(Number(m, "total") - failed - Number(m, "skipped"), failed, Number(m, "skipped"));
        }

        private static int Number(Match m, string group) => int.Parse(m.Groups[group].ValueSpan);
    }
}
