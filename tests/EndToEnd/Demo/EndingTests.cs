using System.Diagnostics;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>Runs beside a copy of itself; leaves nothing behind, however it ends.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan s_goneWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Two_demos_at_once_both_succeed()
    {
        var both = await Task.WhenAll(
            Launcher.RunAsync("demo", "--once", "--json"), Launcher.RunAsync("demo", "--once", "--json"));

        both[0].Code.ShouldBe(0, both[0].Errors);
        both[1].Code.ShouldBe(0, both[1].Errors);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Nothing_is_left_of_a_demo_that_is_ended(string signal)
    {
        using var folder = new KeptFolder();
        using var demo = Launcher.Start("demo", "--keep", folder.Path);
        await UntilAsync(demo, "Ctrl-C ends all of it");
        Launcher.ProcessesIn(folder.Path).Count.ShouldBeGreaterThan(3);

        using var kill = Process.Start("/bin/kill", ["-s", signal, demo.Id.ToString()]);
        using var within = new CancellationTokenSource(s_goneWithin);
        await demo.WaitForExitAsync(within.Token);
        while (Launcher.ProcessesIn(folder.Path).Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, within.Token);
        }
    }

    private static async Task UntilAsync(Process demo, string words)
    {
        while (await demo.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"the demo ended before it said '{words}'");
    }
}
