using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>Draws card faces and looks at pictures in a child process: a crash in native code ends only that.</summary>
/// <remarks>
/// The child starts with the first request and serves one at a time. A crash, a hang or garbage ends it; the request is
/// tried once more in a new one, then the outcome is <see cref="DeviceFault.PainterFailed"/> or
/// <see cref="DeviceFault.VisionFailed"/>. A new child remembers no session.
/// </remarks>
public sealed partial class ImagingProcess(ImagingOptions options, TimeProvider time)
    : ICardFacePainter, IFaceAnalyser, IFaceMatcher, IAsyncDisposable
{
    private const int Attempts = 2;
    private readonly Turn _turn = new();

    /// <summary>What the running child did already: the first time it loads libraries and compiles.</summary>
    private readonly HashSet<ImagingOperation> _done = [];
    private ImagingChild? _child;
    private uint _lastId;

    /// <summary>Process id of the running child, or null.</summary>
    internal int? ChildId => _child?.Id;

    /// <summary>Starts the child and loads fonts and detector, so that no customer waits for them.</summary>
    /// <remarks>What fails here fails again, and is told, when it is needed.</remarks>
    public async ValueTask WarmAsync(CancellationToken stop) =>
        await AskAsync(ImagingOperation.Warm, [], 0, options.Deadline, stop);

    /// <summary>Waits for the request in work, then ends the child.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        if (_child is { } child) await child.CloseAsync();
        _child = null;
        _turn.Release();
    }

    private async Task<Outcome<PainterAnswer>> AskAsync(
        ImagingOperation operation, byte[] body, int okLength, TimeSpan within, CancellationToken stop)
    {
        try
        {
            await _turn.WaitAsync(stop);
            try
            {
                Outcome<PainterAnswer> outcome = DeviceFault.PainterFailed;
                for (var attempt = 0; attempt < Attempts && !outcome.Ok; attempt++)
                {
                    outcome = await AskOnceAsync(operation, body, okLength, within, stop);
                }

                return outcome;
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private async Task<Outcome<PainterAnswer>> AskOnceAsync(
        ImagingOperation operation, byte[] body, int okLength, TimeSpan within, CancellationToken stop)
    {
        if (_child is not { Alive: true }) await EndChildAsync();
        var limit = _done.Contains(operation) ? within : within + options.StartWithin;
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        var answered = false;
        try
        {
            var child = EnsureChild();
            if (child.Failure is { } failure) return failure;
            var request = new ImagingRequest(operation, ++_lastId, body);
            var answer = await child.Value.AskAsync(request, okLength, either.Token);
            answered = answer.Ok;
            if (answered) NoteDone(operation);
            return answer;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Failure(DeviceFault.PainterFailed, "no answer in time");
        }
        finally
        {
            // Whatever was left unanswered would be taken for the next answer.
            if (!answered) await EndChildAsync();
        }
    }

    private Outcome<ImagingChild> EnsureChild()
    {
        if (_child is { } running) return running;
        var started = ImagingChild.Start(options, time);
        if (started.Ok) _child = started.Value;
        return started;
    }

    private async Task EndChildAsync()
    {
        _done.Clear();
        if (_child is { } child) await child.DisposeAsync();
        _child = null;
    }

    private void NoteDone(ImagingOperation operation)
    {
        if (operation == ImagingOperation.Warm) _done.UnionWith(Enum.GetValues<ImagingOperation>());
        else _done.Add(operation);
    }
}
