using System.Diagnostics;

namespace KioskSuite.Dev.Testing;

/// <summary>Starts the benchmark program; arguments, output and exit code go through.</summary>
internal static class BenchmarkRun
{
    private static readonly TimeSpan s_endWithin = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken stop)
    {
        string[] arguments = [Checkout.Assembly("tests/Benchmarks"), "--ends-with-input", .. args];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true };
        using var process = Process.Start(start) ?? throw new Demo.LauncherException("the benchmarks did not start");
        try
        {
            await process.WaitForExitAsync(stop);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }
    }

    /// <summary>The program ends when its standard input closes, as it does when this process is killed.</summary>
    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(s_endWithin);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
