using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>
/// One session with the camera: reads on its own, whether anybody takes frames or not, and closes the source at the
/// first thing that is wrong.
/// </summary>
internal sealed class MjpegCapture : ICapture
{
    private readonly IMjpegStream _stream;
    private readonly MjpegOptions _options;
    private readonly TimeProvider _time;
    private readonly MultipartParser _parser;
    private readonly FrozenPicture _frozen;
    private readonly Allowance _frames;
    private readonly Allowance _bytes;
    private readonly FrameSlot _slot = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _reading = Task.CompletedTask;
    private (int Width, int Height) _size;
    private ulong _sequence;
    private long _began;
    private long _lastFrame;

    private MjpegCapture(
        IMjpegStream stream, MultipartBoundary? boundary, MjpegOptions options, TimeProvider time)
    {
        (_stream, _options, _time) = (stream, options, time);
        _parser = new MultipartParser(boundary, options.LargestPicture, options.LargestHead);
        _frozen = new FrozenPicture(options, time);
        _frames = new Allowance(options.FramesPerSecond, time);
        _bytes = new Allowance(options.BytesPerSecond, time);
        _began = _lastFrame = time.GetTimestamp();
    }

    /// <summary>No more frames come.</summary>
    public bool Over => _slot.Over is not null;

    /// <summary>Since the last whole frame, or since the beginning.</summary>
    public TimeSpan SinceFrame => _time.GetElapsedTime(Interlocked.Read(ref _lastFrame));

    /// <summary>Begins to read; the stream is the capture's from now on.</summary>
    public static MjpegCapture Begin(
        IMjpegStream stream, MultipartBoundary? boundary, MjpegOptions options, TimeProvider time)
    {
        var capture = new MjpegCapture(stream, boundary, options, time);
        capture._reading = capture.ReadAsync(capture._ending.Token);
        return capture;
    }

    public ValueTask<Outcome<CameraFrame>> NextAsync(CancellationToken stop) => _slot.TakeAsync(stop);

    /// <remarks>CancelAsync would pass through the thread pool, which virtual time cannot see.</remarks>
    public ValueTask DisposeAsync()
    {
        _slot.End(new Failure(DeviceFault.Offline, "closed"));
        _slot.Clear();
        _ending.Cancel();
        return new ValueTask(_reading);
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        await Task.Yield();                         // a stream that always has bytes must not keep its opener
        using var deadline = new CancellationTokenSource(_options.FrameWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            _slot.End(await ReadUntilWrongAsync(deadline, either.Token));
        }
        catch (OperationCanceledException)
        {
            _slot.End(new Failure(stop.IsCancellationRequested ? DeviceFault.Offline : DeviceFault.Timeout));
        }
        finally
        {
            await _stream.DisposeAsync();
            _parser.Clear();
        }

        if (stop.IsCancellationRequested)
        {
            _slot.Clear();
        }
    }

    private async ValueTask<Failure> ReadUntilWrongAsync(CancellationTokenSource deadline, CancellationToken either)
    {
        while (true)
        {
            var read = await _stream.ReadAsync(_parser.Free, either);
            if (read.Failure is { } gone)
            {
                return gone;
            }

            _parser.Advance(read.Value);
            var scan = _parser.Next(out var jpeg);
            for (; scan == MultipartScan.Picture; scan = _parser.Next(out jpeg))
            {
                deadline.CancelAfter(_options.FrameWithin);
                if (Take(jpeg.Span) is { } wrong)
                {
                    return wrong;
                }

                await PauseAsync(DueIn(), either);
            }

            if (scan != MultipartScan.NeedMore)
            {
                return scan == MultipartScan.End
                    ? DeviceFault.Offline
                    : new Failure(DeviceFault.Garbage, _parser.Complaint);
            }

            await PauseAsync(_bytes.Use(read.Value), either);
            either.ThrowIfCancellationRequested();
        }
    }

    private Failure? Take(ReadOnlySpan<byte> jpeg)
    {
        var at = _time.GetTimestamp();
        Interlocked.Exchange(ref _lastFrame, at);
        _sequence++;
        _size = _sequence == 1 ? _parser.Size : _size;
        if (_parser.Size != _size)
        {
            return new Failure(DeviceFault.Garbage, "size changed");
        }

        if (!_frames.TryTakeOne())
        {
            return null;
        }

        var frame = new CameraFrame(_sequence, at, jpeg.ToArray(), SHA256.HashData(jpeg));
        if (_frozen.Sees(frame))
        {
            CryptographicOperations.ZeroMemory(frame.Jpeg);
            return DeviceFault.CameraFrozen;
        }

        _slot.Put(frame);
        return null;
    }

    /// <summary>A recording's next picture waits for its time; a live camera's never does.</summary>
    private TimeSpan DueIn() => _stream.Gap == TimeSpan.Zero
        ? TimeSpan.Zero
        : (_stream.Gap * _sequence) - _time.GetElapsedTime(_began);

    private async ValueTask PauseAsync(TimeSpan pause, CancellationToken either)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, _time, either);
        }
    }
}
