using KioskSuite.Camera.Mjpeg;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.Camera;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>What the simulated camera sees, ten pictures a second, without HTTP round it.</summary>
internal sealed class Film(KioskInABox.World.World world, Presence presence, TimeProvider time)
    : IMjpegSource, IDisposable
{
    private readonly Studio _studio = new();

    public ValueTask<Outcome<IMjpegStream>> OpenAsync(CancellationToken stop)
    {
        if (world.Has(Fault.CameraGone))
        {
            return new(DeviceFault.Offline);
        }

        Outcome<IMjpegStream> stream = new Pictures(presence.Open(_studio), presence, time);
        return new(stream);
    }

    public void Dispose() => _studio.Dispose();

    private sealed class Pictures(SimulatedCamera camera, Presence presence, TimeProvider time) : IMjpegStream
    {
        private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
        private ReadOnlyMemory<byte> _left;

        public string ContentType => MultipartBoundary.PicturesOnly;

        public TimeSpan Gap => TimeSpan.Zero;

        public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
        {
            if (_left.IsEmpty)
            {
                await Task.Delay(s_period, time, stop);
                _left = camera.NextFrame(presence.Now);
            }

            var length = Math.Min(_left.Length, buffer.Length);
            _left[..length].CopyTo(buffer);
            _left = _left[length..];
            return length;
        }

        public ValueTask DisposeAsync() => default;
    }
}
