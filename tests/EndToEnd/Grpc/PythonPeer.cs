using System.Diagnostics;

namespace KioskSuite.EndToEnd.Grpc;

/// <summary>A script run by Debian's Python, the one that has python3-grpcio.</summary>
internal sealed class PythonPeer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    public static bool IsInstalled => Directory.Exists("/usr/lib/python3/dist-packages/grpc");

    public static PythonPeer Start(string script, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Grpc", script);
        var info = new ProcessStartInfo(Python, [path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new PythonPeer(Process.Start(info)!);
    }

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>What the script complained of; empty when it went well.</summary>
    public async Task<string> RunToEndAsync(CancellationToken cancellationToken)
    {
        var errors = await _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0 ? "" : $"exit code {_process.ExitCode}: {errors}";
    }

    /// <summary>The end of its input ends it; what does not listen is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
