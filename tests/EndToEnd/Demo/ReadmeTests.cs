using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>What the README tells a newcomer to type, typed.</summary>
public sealed partial class ReadmeTests
{
    private static readonly TimeSpan s_within = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Commands =>
        [.. CommandsOf(File.ReadAllText(Path.Combine(Dev.Checkout.Root, "README.md")))];

    /// <summary>Each runs through the script itself; one that stays up is ended as a person would end it.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_readme_does_what_it_says(string command)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", $"exec {command}"])
        {
            WorkingDirectory = Dev.Checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var within = new CancellationTokenSource(s_within);
        var output = process.StandardOutput.ReadToEndAsync(within.Token);
        var said = await FollowAsync(process, within.Token);
        await process.WaitForExitAsync(within.Token);

        process.ExitCode.ShouldBe(0, $"{said}\n{await output}");
    }

    [Fact]
    public void The_readme_still_names_its_main_commands() =>
        Commands.Select(c => c.Data).ShouldContain("./kiosk demo --once --json");

    private static async Task<string> FollowAsync(Process process, CancellationToken stop)
    {
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(stop) is { } line)
        {
            said.Add(line);
            if (line.Contains("Ctrl-C ends all of it", StringComparison.Ordinal))
            {
                using var ended = Process.Start("/bin/kill", ["-s", "TERM", process.Id.ToString()]);
            }
        }

        return string.Join('\n', said);
    }

    private static IEnumerable<string> CommandsOf(string readme) => Fences().Matches(readme)
        .SelectMany(m => m.Groups["body"].Value.Split('\n'))
        .Select(line => line.Trim())
        .Where(line => line.StartsWith("./kiosk demo", StringComparison.Ordinal))
        .Distinct();

    [GeneratedRegex("```\\n(?<body>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();
}
