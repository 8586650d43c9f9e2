using System.Diagnostics;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Journal;

/// <summary>The second implementation of the format, run as a process of its own.</summary>
internal static class PythonVerifier
{
    public static async Task<(string[] Lines, int ExitCode)> RunAsync(IEnumerable<string> paths)
    {
        var script = Repository.PathTo("tests", "Tests", "Journal", "verify_journal.py");
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var start = new ProcessStartInfo(python, [script, .. paths])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), process.ExitCode);
    }
}
