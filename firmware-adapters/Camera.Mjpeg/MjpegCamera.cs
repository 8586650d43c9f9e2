using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>
/// A camera that sends JPEG after JPEG. It is on only while somebody captures, and for one picture when it is asked
/// how it is; pictures are passed on as they came.
/// </summary>
public sealed class MjpegCamera(string name, IMjpegSource source, TimeProvider time, MjpegOptions options) : ICamera
{
    // Held while the source is opened or looked at, never for as long as a capture lives.
    private readonly Turn _turn = new();
    private MjpegCapture? _capture;
    private long? _wellAt;

    public string Name => name;

    public string Link => "mjpeg";

    /// <inheritdoc/>
    /// <remarks>Looks for one picture; while a capture runs, answers at once what that knows of the camera.</remarks>
    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => InTurnAsync(() => LookAsync(stop), stop);

    /// <inheritdoc/>
    /// <remarks>Believes a picture seen within <see cref="MjpegOptions.LookEvery"/>; else looks for one.</remarks>
    public async ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop)
    {
        var well = await InTurnAsync(() => WasWell() ? ValueTask.FromResult(Well()) : LookAsync(stop), stop);
        return well.Failure is { } failure ? failure : default(DeviceCondition);
    }

    /// <inheritdoc/>
    /// <returns>The capture; <see cref="DeviceFault.Busy"/> while another runs, or why the source is away.</returns>
    public ValueTask<Outcome<ICapture>> CaptureAsync(CancellationToken stop) =>
        InTurnAsync(() => BeginAsync(stop), stop);

    public async ValueTask DisposeAsync()
    {
        if (_capture is { } capture)
        {
            await capture.DisposeAsync();
        }
    }

    private static Outcome<Done> Well() => default(Done);

    private async ValueTask<Outcome<T>> InTurnAsync<T>(Func<ValueTask<Outcome<T>>> act, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool WasWell() =>
        _capture is null or { Over: true } && _wellAt is { } at && time.GetElapsedTime(at) < options.LookEvery;

    private async ValueTask<Outcome<Done>> LookAsync(CancellationToken stop)
    {
        if (_capture is { Over: false } running)
        {
            return running.SinceFrame < options.FrameWithin ? Well() : DeviceFault.Timeout;
        }

        _wellAt = null;
        var begun = await OpenSourceAsync(stop);
        if (begun.Failure is { } away)
        {
            return away;
        }

        await using var capture = begun.Value;
        var frame = await capture.NextAsync(stop);
        if (frame.Failure is { } failure)
        {
            return failure;
        }

        CryptographicOperations.ZeroMemory(frame.Value.Jpeg);
        _wellAt = time.GetTimestamp();
        return Well();
    }

    private async ValueTask<Outcome<ICapture>> BeginAsync(CancellationToken stop)
    {
        if (_capture is { Over: false })
        {
            return DeviceFault.Busy;
        }

        _wellAt = null;
        var begun = await OpenSourceAsync(stop);
        if (begun.Failure is { } failure)
        {
            return failure;
        }

        _capture = begun.Value;
        return _capture;
    }

    private async ValueTask<Outcome<MjpegCapture>> OpenSourceAsync(CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(options.OpenWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            var opened = await source.OpenAsync(either.Token);
            if (opened.Failure is { } failure)
            {
                return failure;
            }

            var stream = opened.Value;
            var boundary = MultipartBoundary.Parse(stream.ContentType);
            if (boundary is null && stream.ContentType != MultipartBoundary.PicturesOnly)
            {
                await stream.DisposeAsync();
                return new Failure(DeviceFault.Garbage, "content type");
            }

            return MjpegCapture.Begin(stream, boundary, options, time);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return DeviceFault.Timeout;
        }
    }
}
