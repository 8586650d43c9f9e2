using System.Diagnostics;
using System.Text.Json;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>Runs the program behind ./kiosk as its own process, as the script does.</summary>
internal static class Launcher
{
    private static readonly TimeSpan s_within = TimeSpan.FromMinutes(4);

    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo(
            "dotnet", [KioskSuite.Dev.Checkout.Assembly("deploy/dev", "KioskSuite.Dev"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    public static Task<Ran> RunAsync(params string[] args) => RunAsync(s_within, args);

    public static async Task<Ran> RunAsync(TimeSpan atMost, params string[] args)
    {
        using var process = Start(args);
        using var within = new CancellationTokenSource(atMost);
        var output = process.StandardOutput.ReadToEndAsync(within.Token);
        var errors = process.StandardError.ReadToEndAsync(within.Token);
        await process.WaitForExitAsync(within.Token);
        return new Ran(process.ExitCode, await output, await errors);
    }

    /// <summary>Processes whose command line names that folder: what a run has left, or is running.</summary>
    public static IReadOnlyList<int> ProcessesIn(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => n!.All(char.IsAsciiDigit))
            .Select(n => int.Parse(n!)).Where(pid => Names(pid, folder))];

    private static bool Names(int pid, string folder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

internal sealed record Ran(int Code, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output.TrimEnd().Split('\n')[^1]).RootElement.Clone();
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class KeptFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kiosk-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
