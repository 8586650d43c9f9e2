using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace KioskSuite.Dev.Demo;

/// <summary>A child process that talks in JSON lines and ends when its standard input closes.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan s_endWithin = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Channel<JsonElement> _events = Channel.CreateBounded<JsonElement>(1_000);
    private readonly Task _reading;
    private readonly Task _errors;

    private Child(string name, Process process, string errorFile)
    {
        (Name, _process) = (name, process);
        _reading = ReadAsync();
        _errors = CopyErrorsAsync(errorFile);
    }

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>Starts a built program of this checkout.</summary>
    public static Child Start(
        string name, string assembly, string folder, IReadOnlyDictionary<string, string> environment,
        params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new LauncherException($"{name} did not start");
        return new Child(name, process, Path.Combine(folder, $"{name}.log"));
    }

    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for an event of that name; the child's end is an error that shows what it said last.</summary>
    public async Task<JsonElement> EventAsync(string name, TimeSpan within, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(within);
        try
        {
            await foreach (var e in _events.Reader.ReadAllAsync(deadline.Token))
            {
                var said = e.TryGetProperty("event", out var found) ? found.GetString() : null;
                if (said == name)
                {
                    return e;
                }

                if (said == "customer-done" && name == "held")
                {
                    throw new LauncherException("the customer's session ended before that point was reached");
                }

                if (said == "customer-failed")
                {
                    throw new LauncherException($"the customer's hands failed: {e.GetProperty("why").GetString()}");
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new LauncherException($"{Name} did not say '{name}' within {within.TotalSeconds:0} s");
        }

        await _process.WaitForExitAsync(stop);
        throw new LauncherException(
            $"{Name} ended with {_process.ExitCode} before '{name}'; see {Name}.log (use --keep DIR)");
    }

    /// <summary>Kill -9, as a power cut.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Closes standard input and waits; kills what does not end.</summary>
    public async Task EndAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(s_endWithin);
            try
            {
                await _process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await Task.WhenAll(_reading, _errors);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{') && !_events.Writer.TryWrite(JsonDocument.Parse(line).RootElement.Clone()))
            {
                break;
            }
        }

        _events.Writer.TryComplete();
    }

    private async Task CopyErrorsAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await _process.StandardError.BaseStream.CopyToAsync(file);
    }
}

/// <summary>Something the person at the keyboard must know; shown as one line.</summary>
internal sealed class LauncherException(string message) : Exception(message);
