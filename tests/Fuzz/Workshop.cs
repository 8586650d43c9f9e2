using System.Diagnostics;

namespace KioskSuite.Fuzz;

/// <summary>A copy of this program beside an assembly that counts its blocks; gone at the end.</summary>
internal sealed class Workshop : IDisposable
{
    private const string Tested = "KioskSuite.Issuance.dll";
    private readonly string _folder = Directory.CreateTempSubdirectory("kiosk-fuzz-").FullName;

    /// <summary>Runs this program there with the same arguments; its exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        Instrumenter.Write(Path.Combine(AppContext.BaseDirectory, Tested), Path.Combine(_folder, Tested));
        string[] command = [Path.Combine(_folder, Path.GetFileName(Environment.GetCommandLineArgs()[0])), .. arguments];
        using var process = Process.Start(new ProcessStartInfo("dotnet", command))
            ?? throw new InvalidOperationException("the copy did not start");
        await using var killed = stop.Register(() => process.Kill());
        await process.WaitForExitAsync(CancellationToken.None);
        stop.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
