using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>One life of the imaging process. After any failure it is ended, never asked again.</summary>
internal sealed class ImagingChild : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ImagingOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopDraining = new();
    private readonly Task _draining;

    private ImagingChild(Process process, ImagingOptions options, TimeProvider time)
    {
        (_process, _options, _time) = (process, options, time);
        _draining = DrainAsync(process.StandardError.BaseStream, _stopDraining.Token);
    }

    public int Id => _process.Id;

    public bool Alive => !_process.HasExited;

    /// <returns>The running child, or <see cref="DeviceFault.PainterFailed"/> when it cannot be started.</returns>
    public static Outcome<ImagingChild> Start(ImagingOptions options, TimeProvider time)
    {
        var start = new ProcessStartInfo(options.Executable, options.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in MinimalEnvironment(options.Heap)) start.Environment[name] = value;
        try
        {
            return new ImagingChild(Process.Start(start)!, options, time);
        }
        catch (Win32Exception)
        {
            return new Failure(DeviceFault.PainterFailed, "imaging process did not start");
        }
    }

    /// <summary>One request and its answer. Zeroes what it read when the answer is not used.</summary>
    /// <param name="request">Its id must come back.</param>
    /// <param name="okLength">Bytes of data that an Ok brings; any other status brings none.</param>
    /// <param name="stop">Ends the wait; the child is in an unknown state then.</param>
    public async Task<Outcome<PainterAnswer>> AskAsync(ImagingRequest request, int okLength, CancellationToken stop)
    {
        var frame = request.Build();
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(frame, stop);
            await _process.StandardInput.BaseStream.FlushAsync(stop);
            return await ReadAsync(request.Id, okLength, stop);
        }
        catch (IOException)
        {
            return Failed("imaging process is gone");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(frame);
        }
    }

    /// <summary>Lets the child end by itself when it is idle: its input ends first.</summary>
    public async ValueTask CloseAsync()
    {
        _process.StandardInput.Close();
        await WaitForEndAsync();
        await DisposeAsync();
    }

    /// <summary>Kills the child if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await WaitForEndAsync();
        }

        await _stopDraining.CancelAsync();
        await _draining;
        _stopDraining.Dispose();
        _process.Dispose();
    }

    private async Task<Outcome<PainterAnswer>> ReadAsync(uint id, int okLength, CancellationToken stop)
    {
        var output = _process.StandardOutput.BaseStream;
        var head = new byte[ImagingFrames.LengthBytes + ImagingFrames.HeaderBytes];
        var read = await output.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        if (read < head.Length) return Failed("answer cut off");
        var length = ImagingFrames.ParseLength(head.AsSpan(0, ImagingFrames.LengthBytes), ImagingFrames.AnswerLimit);
        if (ImagingAnswer.Parse(head.AsSpan(ImagingFrames.LengthBytes)) is not { } answer) return Failed("garbage");
        var expected = answer.Status == ImagingStatus.Ok ? okLength : 0;
        if (answer.Id != id || length != ImagingFrames.HeaderBytes + expected) return Failed("garbage");
        var data = new byte[expected];
        var whole = false;
        try
        {
            whole = await output.ReadAtLeastAsync(data, expected, throwOnEndOfStream: false, stop) == expected;
            return whole ? new PainterAnswer(answer.Status, data) : Failed("answer cut off");
        }
        finally
        {
            if (!whole) CryptographicOperations.ZeroMemory(data);
        }
    }

    private async Task WaitForEndAsync()
    {
        using var limit = new CancellationTokenSource(_options.EndWithin, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Not gone in time; DisposeAsync kills, and what survives a kill is the kernel's.
            return;
        }
    }

    /// <summary>Standard error is read so that it cannot fill up, and dropped: nothing of it reaches a log.</summary>
    private static async Task DrainAsync(Stream errors, CancellationToken stop)
    {
        try
        {
            await errors.CopyToAsync(Stream.Null, stop);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            return;
        }
    }

    /// <summary>No diagnostics port and no dumps: the child's memory holds names and numbers.</summary>
    private static Dictionary<string, string> MinimalEnvironment(long heap)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["LANG"] = "C.UTF-8",
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_DbgEnableMiniDump"] = "0",
            ["DOTNET_gcConcurrent"] = "0",
            ["DOTNET_GCHeapHardLimit"] = heap.ToString("X", CultureInfo.InvariantCulture),
            ["MALLOC_ARENA_MAX"] = "2",
        };
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root) variables["DOTNET_ROOT"] = root;
        return variables;
    }

    private static Failure Failed(string said) => new(DeviceFault.PainterFailed, said);
}

/// <summary>What the painter said, and the picture if any. Whoever holds it zeroes the data.</summary>
internal sealed record PainterAnswer(ImagingStatus Status, byte[] Data)
{
    public override string ToString() => $"{Status}, {Data.Length} bytes";
}
