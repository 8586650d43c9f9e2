using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>Measures and draws card faces in a child process: a crash in native picture code ends only that.</summary>
/// <remarks>
/// The child starts with the first request and serves one at a time. A crash, a hang or garbage ends it; the request is
/// tried once more in a new one, then the outcome is <see cref="DeviceFault.PainterFailed"/>.
/// </remarks>
public sealed class ImagingProcess(ImagingOptions options, TimeProvider time) : ICardFacePainter, IAsyncDisposable
{
    private const int Attempts = 2;
    private const int FaceBytes = CardImage.Width * CardImage.Height * 3;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImagingChild? _child;
    private uint _lastId;

    /// <summary>Process id of the running child, or null.</summary>
    internal int? ChildId => _child?.Id;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Done>> MeasureAsync(string name, string layout, CancellationToken stop)
    {
        if (!TextFields.Fit(layout)) return DeviceFault.PainterFailed;
        if (!TextFields.Fit(name)) return DeviceFault.NameTooLong;
        var outcome = await AskAsync(ImagingOperation.Measure, MeasureBody.Build(layout, name), 0, stop);
        if (outcome.Failure is { } failure) return failure;
        return ToFailure(outcome.Value.Status) is { } refused ? refused : new Done();
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<CardImage>> DrawAsync(FaceText face, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(face);
        if (!TextFields.Fit(face.Layout, face.Pan, face.Expiry)) return DeviceFault.PainterFailed;
        if (!TextFields.Fit(face.Name)) return DeviceFault.NameTooLong;
        var outcome = await AskAsync(ImagingOperation.Draw, DrawBody.Build(face), FaceBytes, stop);
        if (outcome.Failure is { } failure) return failure;
        return ToFailure(outcome.Value.Status) is { } refused ? refused : new CardImage(outcome.Value.Data);
    }

    /// <summary>Waits for the request in work, then ends the child.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        if (_child is { } child) await child.CloseAsync();
        _child = null;
        _turn.Dispose();
    }

    private async Task<Outcome<PainterAnswer>> AskAsync(
        ImagingOperation operation, byte[] body, int okLength, CancellationToken stop)
    {
        try
        {
            await _turn.WaitAsync(stop);
            try
            {
                Outcome<PainterAnswer> outcome = DeviceFault.PainterFailed;
                for (var attempt = 0; attempt < Attempts && !outcome.Ok; attempt++)
                {
                    outcome = await AskOnceAsync(operation, body, okLength, stop);
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
        ImagingOperation operation, byte[] body, int okLength, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        var answered = false;
        try
        {
            var child = await EnsureChildAsync();
            if (child.Failure is { } failure) return failure;
            var request = new ImagingRequest(operation, ++_lastId, body);
            var answer = await child.Value.AskAsync(request, okLength, either.Token);
            answered = answer.Ok;
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

    private async Task<Outcome<ImagingChild>> EnsureChildAsync()
    {
        if (_child is { Alive: true } running) return running;
        await EndChildAsync();
        var started = ImagingChild.Start(options, time);
        if (started.Ok) _child = started.Value;
        return started;
    }

    private async Task EndChildAsync()
    {
        if (_child is { } child) await child.DisposeAsync();
        _child = null;
    }

    private static Failure? ToFailure(ImagingStatus status) => status switch
    {
        ImagingStatus.Ok => null,
        ImagingStatus.GlyphMissing => DeviceFault.GlyphMissing,
        ImagingStatus.NameTooLong => DeviceFault.NameTooLong,
        ImagingStatus.BadRequest => new Failure(DeviceFault.PainterFailed, "malformed text or layout id"),
        ImagingStatus.LayoutUnknown => new Failure(DeviceFault.PainterFailed, "layout or version unknown"),
        ImagingStatus.LayoutInvalid => new Failure(DeviceFault.PainterFailed, "layout invalid"),
        ImagingStatus.FontMissing => new Failure(DeviceFault.PainterFailed, "font not installed"),
        _ => new Failure(DeviceFault.PainterFailed, "drawing failed"),
    };
}
