using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KioskSuite.Dev.Pcscd;

/// <summary>
/// Starts a program from a thread that lives as long as the program should: the death signal that <c>setpriv</c> sets
/// fires when the forking thread ends, not only when the process does.
/// </summary>
internal sealed partial class LifeOfChild : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan s_politeness = TimeSpan.FromSeconds(3);
    private readonly ManualResetEventSlim _over = new();
    private readonly TaskCompletionSource _threadEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process = new();
    private Exception? _failure;

    private LifeOfChild()
    {
    }

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static LifeOfChild Start(string program, IReadOnlyList<string> arguments)
    {
        var made = new LifeOfChild { _process = { StartInfo = new ProcessStartInfo(program, arguments) } };
        using var started = new ManualResetEventSlim();
        new Thread(() => made.Live(started)) { IsBackground = true, Name = $"parent of {program}" }.Start();
        started.Wait();
        return made._failure is { } why ? throw new InvalidOperationException($"cannot start {program}", why) : made;
    }

    /// <summary>Asks it to end, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, SigTerm);
            using var patience = new CancellationTokenSource(s_politeness, TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _over.Set();
        await _threadEnded.Task;
        _process.Dispose();
        _over.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private void Live(ManualResetEventSlim started)
    {
        try
        {
            _process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            _failure = error;
            _over.Set();
        }

        started.Set();
        _over.Wait();
        _threadEnded.SetResult();
    }
}
