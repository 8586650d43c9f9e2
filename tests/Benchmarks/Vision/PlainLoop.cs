using System.Diagnostics;
using System.Globalization;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>The rival: <c>native/plain_loop.cpp</c> in its own process.</summary>
internal sealed class PlainLoop : IContestant
{
    private readonly Process _process;

    private PlainLoop(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    /// <param name="threads">Threads of OpenCV; 0 for as many as it likes.</param>
    public static async Task<PlainLoop> StartAsync(
        string program, string cascade, string clip, int threads, double smallest, CancellationToken stop)
    {
        string[] arguments = [cascade, clip, $"{threads}", smallest.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the rival did not start");
        var loop = new PlainLoop(threads == 0 ? "plain loop, all threads" : $"plain loop, {threads} thread", process);
        var said = await process.StandardOutput.ReadLineAsync(stop);
        return said?.StartsWith("ready", StringComparison.Ordinal) == true
            ? loop
            : throw new InvalidOperationException("the rival is not ready");
    }

    public async Task<Pass> PassAsync(CancellationToken stop)
    {
        var before = ProcessorTime.Of(_process.Id);
        await _process.StandardInput.WriteLineAsync("pass".AsMemory(), stop);
        await _process.StandardInput.FlushAsync(stop);
        var said = await _process.StandardOutput.ReadLineAsync(stop)
            ?? throw new InvalidOperationException("the rival is gone");
        var parts = said.Split(' ');
        return new Pass(
            double.Parse(parts[0], CultureInfo.InvariantCulture),
            ProcessorTime.Of(_process.Id) - before,
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
