using KioskSuite.Camera.Mjpeg;
using KioskSuite.Devices;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.CameraMjpeg;

/// <summary>Too many pictures, too few, the same again, and recordings; in virtual time.</summary>
public sealed class CameraRateTests
{
    [Fact]
    public Task A_thousand_frames_a_second_are_thinned_to_sixty_and_the_newest_wins() => VirtualTime.Run(async time =>
    {
        await using var camera = Camera(time, TimeSpan.FromMilliseconds(1), n => Pictures.Part(n, 20_000));
        await using var capture = (await camera.CaptureAsync(default)).Value;
        var (taken, last) = (0, 0UL);
        while (time.Elapsed < TimeSpan.FromSeconds(3))
        {
            (last, taken) = ((await capture.NextAsync(default)).Value.Sequence, taken + 1);
        }

        taken.ShouldBeInRange(170, 190);
        last.ShouldBeGreaterThan(2900UL, "none was left behind");
    });

    [Fact]
    public Task A_flood_waits_in_the_sender() => VirtualTime.Run(async time =>
    {
        var sent = 0;
        await using var camera = Camera(time, TimeSpan.Zero, n =>
        {
            sent = n;
            return Pictures.Part(n, 20_000);
        });
        await using var capture = (await camera.CaptureAsync(default)).Value;
        while (time.Elapsed < TimeSpan.FromSeconds(1))
        {
            (await capture.NextAsync(default)).Ok.ShouldBeTrue();
        }

        sent.ShouldBeInRange(1000, 2000);
    });

    [Fact]
    public Task A_camera_that_shows_nothing_is_a_timeout_after_two_seconds() => VirtualTime.Run(async time =>
    {
        await using var camera = Camera(time, TimeSpan.FromMilliseconds(100), n => n < 5 ? Pictures.Part(n) : []);
        await using var capture = (await camera.CaptureAsync(default)).Value;
        var frame = await capture.NextAsync(default);
        while (frame.Ok)
        {
            frame = await capture.NextAsync(default);
        }

        frame.Failure!.Fault.ShouldBe(DeviceFault.Timeout);
        time.Elapsed.ShouldBe(TimeSpan.FromSeconds(2.4));
    });

    [Theory]
    [InlineData(10, 0.1, 9)]
    [InlineData(10, 0.4, 4)]
    [InlineData(9, 0.1, 0)]
    public Task The_same_picture_ten_times_or_for_a_second_and_a_half_is_frozen(int same, double gap, int taken) =>
        VirtualTime.Run(async time =>
        {
            await using var camera = Camera(
                time, TimeSpan.FromSeconds(gap), n => Pictures.Part(n <= 12 && (n - 1) % 12 < same ? 7 : n + 7));
            await using var capture = (await camera.CaptureAsync(default)).Value;
            var seen = 0;
            var frame = await capture.NextAsync(default);
            for (; frame.Ok && seen < 30; seen++)
            {
                frame = await capture.NextAsync(default);
            }

            (frame.Failure?.Fault ?? DeviceFault.None, seen)
                .ShouldBe(taken == 0 ? (DeviceFault.None, 30) : (DeviceFault.CameraFrozen, taken));
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_recording_plays_at_its_rate_and_is_offline_at_its_end(bool multipart) => VirtualTime.Run(async time =>
    {
        var folder = Directory.CreateTempSubdirectory("camera");
        var path = Path.Combine(folder.FullName, "clip.mjpeg");
        File.WriteAllBytes(
            path, [.. Enumerable.Range(1, 5).SelectMany(n => multipart ? Pictures.Part(n) : Pictures.Jpeg(n))]);
        await using var camera = new MjpegCamera("camera", new FileMjpegSource(path, 10), time, new());
        await using (var capture = (await camera.CaptureAsync(default)).Value)
        {
            for (var n = 1; n <= 5; n++)
            {
                var frame = (await capture.NextAsync(default)).Value;
                frame.Jpeg.ShouldBe(Pictures.Jpeg(n));
                frame.At.ShouldBe(TimeSpan.FromSeconds(0.1 * (n - 1)).Ticks);
            }

            (await capture.NextAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        }

        folder.Delete(recursive: true);
        (await camera.CaptureAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    });

    [Fact]
    public Task A_check_believes_what_was_seen_a_moment_ago_and_looks_again_later() => VirtualTime.Run(async time =>
    {
        var scripted = new ScriptedCamera();
        await using var camera = new MjpegCamera("camera", new ScriptedSource(scripted, time), time, new());
        var rig = scripted.Rig(camera, time);
        (await camera.CheckAsync(default)).Ok.ShouldBeTrue();
        rig.Unplug();
        (await camera.CheckAsync(default)).Ok.ShouldBeTrue();
        await Task.Delay(TimeSpan.FromSeconds(30), time);
        (await camera.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        rig.PlugIn();
        (await camera.CheckAsync(default)).Ok.ShouldBeTrue();
        rig.Unplug();
        (await camera.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline, "an opening looks each time");
        (await camera.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    });

    [Fact]
    public Task Frames_nobody_took_are_zeroed() => VirtualTime.Run(async time =>
    {
        var slot = new FrameSlot();
        var (first, second) = (new byte[] { 1, 2 }, new byte[] { 3, 4 });
        slot.Put(new CameraFrame(1, 0, first, []));
        slot.Put(new CameraFrame(2, 0, second, []));
        first.ShouldBe(new byte[2]);
        second.ShouldBe([3, 4]);
        slot.Clear();
        second.ShouldBe(new byte[2]);
        slot.End(DeviceFault.Offline);
        (await slot.TakeAsync(default)).Failed.ShouldBeTrue();
        time.Left.ShouldBeFalse();
    });

    private static MjpegCamera Camera(VirtualTime time, TimeSpan gap, Func<int, byte[]> part) =>
        new("camera", new Endless(time, gap, part), time, new());

    /// <summary>Sends part after part, from 1.</summary>
    private sealed class Endless(VirtualTime time, TimeSpan gap, Func<int, byte[]> part) : IMjpegSource, IMjpegStream
    {
        private byte[] _left = [];
        private int _sent;

        public string ContentType => Pictures.Boundary.ContentType;

        public TimeSpan Gap => TimeSpan.Zero;

        public ValueTask<Outcome<IMjpegStream>> OpenAsync(CancellationToken stop) =>
            ValueTask.FromResult<Outcome<IMjpegStream>>(this);

        public async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
        {
            while (_left.Length == 0)
            {
                await Task.Delay(gap, time, stop);
                _left = part(++_sent);
            }

            var count = Math.Min(_left.Length, buffer.Length);
            _left.AsSpan(0, count).CopyTo(buffer.Span);
            _left = _left[count..];
            return count;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
