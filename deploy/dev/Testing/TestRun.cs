using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KioskSuite.Dev.Testing;

/// <summary>Runs every test program, shows its minutes, and ends with one total.</summary>
internal static partial class TestRun
{
    private static readonly string[] s_suites = ["tests/Tests", "tests/EndToEnd"];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken stop)
    {
        var total = new Count(0, 0, 0);
        var broken = false;
        foreach (var suite in s_suites.Where(s => args.Count == 0 || args.Contains(Path.GetFileName(s))))
        {
            var took = Stopwatch.StartNew();
            var (count, code) = await RunSuiteAsync(suite, stop);
            total = total.Plus(count);
            broken |= code != 0 || count.Passed == 0;
            await Console.Out.WriteLineAsync($"part {Path.GetFileName(suite)}: {took.Elapsed.TotalMinutes:0.0} min");
        }

        await Console.Out.WriteLineAsync($"{total.Passed} passed, {total.Failed} failed, {total.Skipped} skipped");
        return broken || total.Failed > 0 ? 1 : 0;
    }

    private static async Task<(Count Count, int Code)> RunSuiteAsync(string suite, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Assembly(suite)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new Demo.LauncherException($"{suite} did not start");
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
