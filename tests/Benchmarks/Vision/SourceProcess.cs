using System.Diagnostics;

namespace KioskSuite.Benchmarks.Vision;

/// <summary><see cref="MjpegSource"/> in its own process, so that its work is not counted as the kiosk's.</summary>
internal sealed class SourceProcess : IAsyncDisposable
{
    /// <summary>What this program is called with to be the source.</summary>
    public const string Command = "mjpeg-source";
    private readonly Process _process;

    private SourceProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<SourceProcess> StartAsync(string folder, int rate, CancellationToken stop)
    {
        string[] arguments = [typeof(SourceProcess).Assembly.Location, Command, folder, $"{rate}"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the source did not start");
        var said = await process.StandardOutput.ReadLineAsync(stop);
        return said?.Split(' ') is ["port", var port]
            ? new SourceProcess(process, new Uri($"http://127.0.0.1:{port}/camera"))
            : throw new InvalidOperationException("the source is not ready");
    }

    /// <summary>Shows another clip after so many milliseconds.</summary>
    public async Task ShowAsync(string name, int late, CancellationToken stop)
    {
        await _process.StandardInput.WriteLineAsync($"{name} {late}".AsMemory(), stop);
        await _process.StandardInput.FlushAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
