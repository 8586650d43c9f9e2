using KioskSuite.Camera.Mjpeg;
using KioskSuite.Devices;
using KioskSuite.Tests.Contracts;

namespace KioskSuite.Tests.CameraMjpeg;

/// <summary>What a camera at the other end sends next, ten times a second.</summary>
internal sealed class ScriptedCamera
{
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    private volatile Way _way = Way.Well;
    private int _number;
    private int _watched;

    private enum Way
    {
        Well,
        Silent,
        Frozen,
        Babbling,
        Gone,
    }

    public bool Gone => _way == Way.Gone;

    public int Watched => Volatile.Read(ref _watched);

    public CameraRig Rig(ICamera camera, TimeProvider time) => new(
        camera,
        time,
        () => _way = Way.Silent,
        () => _way = Way.Frozen,
        () => _way = Way.Babbling,
        () => _way = Way.Gone,
        () => _way = Way.Well,
        () => Watched);

    public void Begin() => Interlocked.Increment(ref _watched);

    public void End() => Interlocked.Decrement(ref _watched);

    /// <returns>Null when it sends nothing now.</returns>
    public byte[]? Next() => _way switch
    {
        Way.Well => Pictures.Part(++_number),
        Way.Frozen => Pictures.Part(7),
        Way.Babbling => "--frame\r\nContent-Type: text/plain\r\n\r\nno picture\r\n"u8.ToArray(),
        _ => null,
    };
}

/// <summary>The camera's bytes in memory, for virtual time.</summary>
internal sealed class ScriptedSource(ScriptedCamera camera, TimeProvider time) : IMjpegSource
{
    public ValueTask<Outcome<IMjpegStream>> OpenAsync(CancellationToken stop) =>
        ValueTask.FromResult<Outcome<IMjpegStream>>(camera.Gone ? DeviceFault.Offline : new Session(camera, time));

    private sealed class Session : IMjpegStream
    {
        private readonly ScriptedCamera _camera;
        private readonly TimeProvider _time;
        private byte[] _left = [];

        public Session(ScriptedCamera camera, TimeProvider time)
        {
            (_camera, _time) = (camera, time);
            camera.Begin();
        }

        public string ContentType => Pictures.Boundary.ContentType;

        public TimeSpan Gap => TimeSpan.Zero;

        public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
        {
            while (_left.Length == 0)
            {
                await Task.Delay(ScriptedCamera.Gap, _time, stop);
                if (_camera.Gone)
                {
                    return DeviceFault.Offline;
                }

                _left = _camera.Next() ?? [];
            }

            var count = Math.Min(_left.Length, Math.Min(buffer.Length, 33));
            _left.AsSpan(0, count).CopyTo(buffer.Span);
            _left = _left[count..];
            return count;
        }

        public ValueTask DisposeAsync()
        {
            _camera.End();
            return ValueTask.CompletedTask;
        }
    }
}
