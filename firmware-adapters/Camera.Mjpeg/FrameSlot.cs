using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>Holds the newest frame until it is taken. One writer, one taker.</summary>
internal sealed class FrameSlot
{
    private readonly Lock _gate = new();
    private CameraFrame? _newest;
    private Failure? _over;
    private TaskCompletionSource? _waiting;

    /// <summary>Why no more frames come; null while they do.</summary>
    public Failure? Over
    {
        get
        {
            lock (_gate)
            {
                return _over;
            }
        }
    }

    /// <summary>Puts a frame in; the one before it, never taken, is zeroed.</summary>
    public void Put(CameraFrame frame)
    {
        lock (_gate)
        {
            Zero(_newest);
            _newest = frame;
            _waiting?.TrySetResult();
        }
    }

    /// <summary>Ends the wait; the first reason counts. A frame that came before can still be taken.</summary>
    public void End(Failure why)
    {
        lock (_gate)
        {
            _over ??= why;
            _waiting?.TrySetResult();
        }
    }

    /// <summary>Zeroes what nobody took.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Zero(_newest);
            _newest = null;
        }
    }

    public async ValueTask<Outcome<CameraFrame>> TakeAsync(CancellationToken stop)
    {
        while (true)
        {
            TaskCompletionSource waiting;
            lock (_gate)
            {
                if (_newest is { } frame)
                {
                    _newest = null;
                    return frame;
                }

                if (_over is { } over)
                {
                    return over;
                }

                _waiting = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await using (stop.Register(() => waiting.TrySetCanceled(stop)))
            {
                await waiting.Task;
            }
        }
    }

    private static void Zero(CameraFrame? frame) => CryptographicOperations.ZeroMemory(frame?.Jpeg);
}
