using System.Diagnostics;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>After a plain demo the taken card lies in a shop's terminal, for any PC/SC program to see.</summary>
public sealed class IssuedCardTests
{
    [Fact]
    public async Task Opensc_selects_the_application_of_the_issued_card_by_the_line_that_the_demo_prints()
    {
        using var folder = new KeptFolder();
        using var demo = Launcher.Start("demo", "--keep", folder.Path);
        var lines = new List<string>();
        while (await demo.StandardError.ReadLineAsync() is { } line
            && !line.Contains("Ctrl-C", StringComparison.Ordinal))
        {
            lines.Add(line);
        }

        var printed = lines.First(l => l.Contains("opensc-tool", StringComparison.Ordinal));
        var command = printed[printed.IndexOf("PCSCLITE", StringComparison.Ordinal)..];
        var answer = await UntilItAnswersAsync(command);

        using var ended = Process.Start("/bin/kill", ["-s", "TERM", demo.Id.ToString()]);
        await demo.WaitForExitAsync();
        answer.ShouldContain("A0 00 00 03 33 01 01 01");
        answer.Split("SW1=0x90, SW2=0x00").Length.ShouldBe(3, answer);
    }

    // The reader shows a new card at its next poll, within half a second.
    private static async Task<string> UntilItAnswersAsync(string command)
    {
        using var within = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var start = new ProcessStartInfo("/bin/bash", ["-c", $"{command} 2>&1"]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync(within.Token);
            if (said.Contains("SW1=0x90", StringComparison.Ordinal))
            {
                return said;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, within.Token);
        }
    }
}
