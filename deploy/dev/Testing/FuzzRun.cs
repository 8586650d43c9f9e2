using System.Diagnostics;
using KioskSuite.Dev.Proofs;

namespace KioskSuite.Dev.Testing;

/// <summary>Every parser of the chip's bytes against mutated input: as it is, and with a bug planted in each.</summary>
internal static class FuzzRun
{
    private const string Project = "tests/Fuzz";
    private const string Plants = "tests/Fuzz/plants";

    /// <summary>Starts the fuzzer; arguments, output and exit code go through.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken stop)
    {
        string[] command = [Checkout.Assembly(Project), .. args];
        using var process = Process.Start(new ProcessStartInfo("dotnet", command))
            ?? throw new Demo.LauncherException("the fuzzer did not start");
        await using var ended = stop.Register(() => process.Kill(entireProcessTree: true));
        await process.WaitForExitAsync(CancellationToken.None);
        stop.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    /// <summary>
    /// Plants an out-of-range read in each parser, those that others stand on apart, and fuzzes with the same budget.
    /// </summary>
    /// <returns>0 when every one is found.</returns>
    public static async Task<int> ProveAsync(TextWriter output, CancellationToken stop)
    {
        var missed = 0;
        var folders = Directory.GetDirectories(Path.Combine(Checkout.Root, Plants));
        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            using var tree = BugTree.Copy();
            var parsers = Directory.GetFiles(folder, "*.patch").Select(Path.GetFileNameWithoutExtension);
            string[] arguments = ["--planted", string.Join(',', parsers)];
            var (code, said) = await tree.RunPatchedAsync(folder, Project, arguments, stop);
            missed += code;
            foreach (var line in said)
            {
                await output.WriteLineAsync(line);
            }
        }

        return missed;
    }
}
