using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Tests.Contracts;

/// <summary>A camera under test, ten pictures a second, each another one.</summary>
/// <param name="FallSilent">It sends nothing more, its port stays.</param>
/// <param name="Freeze">It sends the same picture again and again.</param>
/// <param name="Babble">It sends what is no picture.</param>
/// <param name="Unplug">It is gone.</param>
/// <param name="PlugIn">It is back, and well.</param>
/// <param name="Watched">How many sessions it has now.</param>
public sealed record CameraRig(
    ICamera Camera,
    TimeProvider Time,
    Action FallSilent,
    Action Freeze,
    Action Babble,
    Action Unplug,
    Action PlugIn,
    Func<int> Watched);

/// <summary>What every camera must do, whatever its family.</summary>
public abstract class CameraContract
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    /// <summary>Sets a camera up, runs the test and takes everything down. A check looks each time.</summary>
    protected abstract Task WithCameraAsync(Func<CameraRig, Task> test);

    [Fact]
    public Task Frames_come_in_order_with_their_hash_and_a_rising_time() => WithCameraAsync(async rig =>
    {
        var (sequence, at) = (0UL, rig.Time.GetTimestamp());
        await using var capture = (await rig.Camera.CaptureAsync(default)).Value;
        for (var taken = 0; taken < 12; taken++)
        {
            var frame = (await capture.NextAsync(default)).Value;
            frame.Sequence.ShouldBeGreaterThan(sequence);
            frame.At.ShouldBeGreaterThanOrEqualTo(at);
            frame.Sha256.ShouldBe(SHA256.HashData(frame.Jpeg));
            frame.Jpeg[..2].ShouldBe([0xFF, 0xD8]);
            frame.Jpeg[^2..].ShouldBe([0xFF, 0xD9]);
            (sequence, at) = (frame.Sequence, frame.At);
        }
    });

    [Fact]
    public Task Who_comes_late_gets_the_newest_frame() => WithCameraAsync(async rig =>
    {
        await using var capture = (await rig.Camera.CaptureAsync(default)).Value;
        (await capture.NextAsync(default)).Value.Sequence.ShouldBe(1UL);
        await Task.Delay(TimeSpan.FromSeconds(1), rig.Time);
        (await capture.NextAsync(default)).Value.Sequence.ShouldBeGreaterThan(3UL);
    });

    [Fact]
    public Task The_camera_is_off_before_and_after_a_capture_and_a_check() => WithCameraAsync(async rig =>
    {
        rig.Watched().ShouldBe(0);
        (await rig.Camera.OpenAsync(default)).Ok.ShouldBeTrue();
        await OffAsync(rig);
        (await rig.Camera.CheckAsync(default)).Value.ShouldBe(default);
        await OffAsync(rig);
        await using (var capture = (await rig.Camera.CaptureAsync(default)).Value)
        {
            (await capture.NextAsync(default)).Ok.ShouldBeTrue();
            rig.Watched().ShouldBe(1);
        }

        await OffAsync(rig);
    });

    [Fact]
    public Task Checks_and_openings_while_a_capture_runs_open_no_second_session() => WithCameraAsync(async rig =>
    {
        await using var capture = (await rig.Camera.CaptureAsync(default)).Value;
        (await capture.NextAsync(default)).Ok.ShouldBeTrue();
        for (var check = 0; check < 5; check++)
        {
            (await rig.Camera.CheckAsync(default)).Value.ShouldBe(default);
            (await rig.Camera.OpenAsync(default)).Ok.ShouldBeTrue();
            rig.Watched().ShouldBe(1);
            (await capture.NextAsync(default)).Ok.ShouldBeTrue();
        }
    });

    [Fact]
    public Task There_is_one_capture_at_a_time() => WithCameraAsync(async rig =>
    {
        await using (var capture = (await rig.Camera.CaptureAsync(default)).Value)
        {
            (await rig.Camera.CaptureAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
            (await capture.NextAsync(default)).Ok.ShouldBeTrue();
        }

        await using var next = (await rig.Camera.CaptureAsync(default)).Value;
        (await next.NextAsync(default)).Value.Sequence.ShouldBe(1UL);
    });

    [Fact]
    public Task A_cancelled_wait_loses_no_frame_and_ends_no_capture() => WithCameraAsync(async rig =>
    {
        await using var capture = (await rig.Camera.CaptureAsync(default)).Value;
        (await capture.NextAsync(default)).Ok.ShouldBeTrue();
        using var stop = new CancellationTokenSource();
        var waiting = capture.NextAsync(stop.Token).AsTask();
        stop.Cancel();
        try
        {
            await waiting;
        }
        catch (OperationCanceledException)
        {
            // Unless a frame came at that moment.
        }

        (await capture.NextAsync(default)).Ok.ShouldBeTrue();
    });

    [Fact]
    public Task A_disposed_capture_gives_nothing_and_wakes_who_waits() => WithCameraAsync(async rig =>
    {
        var capture = (await rig.Camera.CaptureAsync(default)).Value;
        (await capture.NextAsync(default)).Ok.ShouldBeTrue();
        rig.FallSilent();
        var waiting = capture.NextAsync(default).AsTask();
        await capture.DisposeAsync();
        await waiting;
        (await capture.NextAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    });

    [Fact]
    public Task A_silent_camera_is_a_timeout() => EndsAsync(rig => rig.FallSilent(), DeviceFault.Timeout);

    [Fact]
    public Task A_camera_that_stands_still_is_frozen() => EndsAsync(rig => rig.Freeze(), DeviceFault.CameraFrozen);

    [Fact]
    public Task What_is_no_picture_is_garbage() => EndsAsync(rig => rig.Babble(), DeviceFault.Garbage);

    [Fact]
    public Task An_unplugged_camera_is_offline() => EndsAsync(rig => rig.Unplug(), DeviceFault.Offline);

    [Fact]
    public Task A_camera_that_is_not_there_is_offline_for_all_and_back_when_it_is_back() => WithCameraAsync(async rig =>
    {
        rig.Unplug();
        (await rig.Camera.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await rig.Camera.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await rig.Camera.CaptureAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        rig.PlugIn();
        (await rig.Camera.CheckAsync(default)).Value.ShouldBe(default);
        (await rig.Camera.OpenAsync(default)).Ok.ShouldBeTrue();
    });

    [Fact]
    public Task A_silent_camera_is_found_by_a_check_in_bounded_time() => WithCameraAsync(async rig =>
    {
        rig.FallSilent();
        var began = rig.Time.GetTimestamp();
        (await rig.Camera.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Timeout);
        rig.Time.GetElapsedTime(began).ShouldBeLessThan(Bound);
        await OffAsync(rig);
    });

    [Fact]
    public Task What_was_seen_prints_no_picture() => WithCameraAsync(async rig =>
    {
        await using var capture = (await rig.Camera.CaptureAsync(default)).Value;
        var frame = (await capture.NextAsync(default)).Value;
        frame.ToString().ShouldBe($"frame {frame.Sequence}, {frame.Jpeg.Length} bytes");
    });

    /// <summary>What goes wrong ends a running capture for good, in bounded time; the next one begins anew.</summary>
    private Task EndsAsync(Action<CameraRig> goWrong, DeviceFault fault) => WithCameraAsync(async rig =>
    {
        await using (var capture = (await rig.Camera.CaptureAsync(default)).Value)
        {
            (await capture.NextAsync(default)).Ok.ShouldBeTrue();
            goWrong(rig);
            var began = rig.Time.GetTimestamp();
            var frame = await capture.NextAsync(default);
            for (; frame.Ok; frame = await capture.NextAsync(default))
            {
                rig.Time.GetElapsedTime(began).ShouldBeLessThan(Bound);
            }

            frame.Failure!.Fault.ShouldBe(fault);
            (await capture.NextAsync(default)).Failure!.Fault.ShouldBe(fault);
            await OffAsync(rig);
        }

        rig.PlugIn();
        await using var next = (await rig.Camera.CaptureAsync(default)).Value;
        (await next.NextAsync(default)).Ok.ShouldBeTrue();
    });

    /// <summary>A closed session is noticed by the other side a moment later.</summary>
    private static async Task OffAsync(CameraRig rig)
    {
        for (var began = rig.Time.GetTimestamp(); rig.Watched() > 0;)
        {
            rig.Time.GetElapsedTime(began).ShouldBeLessThan(Bound, "the session was not closed");
            await Task.Delay(Moment, rig.Time);
        }
    }
}
