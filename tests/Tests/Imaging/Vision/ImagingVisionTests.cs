using System.Diagnostics;
using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Tests.Imaging.Vision;

/// <summary>The real child looks at pictures while it is killed, stopped, starved and fed with what is none.</summary>
public sealed class ImagingVisionTests
{
    private const long MostMemory = 200 * 1024;
    private static readonly FaceBox s_face = new(100, 60, 120, 120);
    private static readonly FaceTask s_follow = new(7, Detect: true);

    // A loaded test machine may need long; only the tests about time are in a hurry.
    private static readonly ImagingOptions s_patient = new()
    {
        Deadline = TimeSpan.FromSeconds(60),
        PictureWithin = TimeSpan.FromSeconds(60),
        EndWithin = TimeSpan.FromSeconds(30),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KILL", false)]
    [InlineData("KILL", true)]
    public async Task A_child_killed_in_a_session_costs_one_retry_and_the_points(string signal, bool inTheMiddle)
    {
        await using var imaging = await InSessionAsync(TimeProvider.System);
        var first = imaging.ChildId!.Value;
        if (inTheMiddle) await Signals.SendAsync("STOP", first, Stop);
        else await Signals.SendAsync(signal, first, Stop);
        var asked = imaging.MeasureAsync(Wallpaper.Jpeg(320, 240, 1, 1), s_follow, Stop).AsTask();
        if (inTheMiddle) await Signals.SendAsync(signal, first, Stop);
        var measures = (await asked).Value;
        measures.Points.ShouldBeEmpty();
        imaging.ChildId.ShouldNotBe(first);
        await FollowsAgainAsync(imaging);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public async Task A_child_that_hangs_in_a_session_costs_one_retry_however_large_the_picture(int padding)
    {
        var time = new HastyTime();
        await using var imaging = await InSessionAsync(time);
        var first = imaging.ChildId!.Value;
        await Signals.SendAsync("STOP", first, Stop);
        time.NextTimerIsShort = true;
        var measures = (await imaging.MeasureAsync(Padded(Wallpaper.Jpeg(320, 240), padding), s_follow, Stop)).Value;
        measures.Points.ShouldBeEmpty();
        Directory.Exists($"/proc/{first}").ShouldBeFalse("the hanging child is gone");
        await FollowsAgainAsync(imaging);
    }

    [Fact]
    public async Task A_child_without_memory_left_ends_and_the_next_one_answers()
    {
        await using var imaging = await InSessionAsync(TimeProvider.System);
        var first = imaging.ChildId!.Value;
        // What a leak comes to: from here on the kernel gives it nothing more.
        await Signals.RunAsync("/usr/bin/prlimit", ["--pid", $"{first}", "--data=4096"], Stop);
        var measures = (await imaging.MeasureAsync(Wallpaper.Jpeg(1900, 1000), s_follow, Stop)).Value;
        (measures.Width, measures.Points.Count).ShouldBe((1900, 0));
        imaging.ChildId.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_child_may_not_take_more_memory_than_a_kiosk_can_spare()
    {
        await using var imaging = await InSessionAsync(TimeProvider.System);
        var limits = await File.ReadAllLinesAsync($"/proc/{imaging.ChildId}/limits", Stop);
        var data = limits.Single(line => line.StartsWith("Max data size", StringComparison.Ordinal));
        long.Parse(data.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]).ShouldBeLessThan(512 * 1024 * 1024);
    }

    [Fact]
    public async Task Hostile_pictures_are_refused_one_by_one_by_the_same_child_in_bounded_memory()
    {
        await using var imaging = await InSessionAsync(TimeProvider.System);
        var child = imaging.ChildId;
        var jpeg = Wallpaper.ColourJpeg(320, 240, 10, 200, 30);
        for (var length = 0; length < jpeg.Length; length += 97)
        {
            var cut = await imaging.MeasureAsync(jpeg.AsMemory(0, length), s_follow, Stop);
            cut.Failure!.Fault.ShouldBe(DeviceFault.PictureUnreadable, $"cut at {length}");
        }

        byte[][] all = [Huge(jpeg), Padded([], 1_048_576), Padded(jpeg, 1_048_577), [.. jpeg[..300], .. jpeg]];
        foreach (var bad in all)
        {
            var refused = await imaging.MeasureAsync(bad, s_follow, Stop);
            refused.Failure!.Fault.ShouldBe(DeviceFault.PictureUnreadable);
            var compared = await imaging.CompareAsync(bad, jpeg, s_face, Stop);
            compared.Failure!.Fault.ShouldBe(DeviceFault.PictureUnreadable);
        }

        imaging.ChildId.ShouldBe(child);
        (await MostResidentAsync(child!.Value)).ShouldBeLessThan(MostMemory);
        (await imaging.MeasureAsync(Wallpaper.Jpeg(320, 240, 1, 1), s_follow, Stop)).Value.Points.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("/bin/cat", "")]
    [InlineData("/usr/bin/yes", "")]
    [InlineData("/usr/bin/head", "-c1000000 /dev/zero")]
    [InlineData("/usr/bin/head", "-c1000000 /dev/urandom")]
    [InlineData("/bin/sleep", "1000")]
    [InlineData("/nowhere/imaging", "")]
    public async Task Another_program_in_its_place_is_a_failed_vision_in_bounded_time(string program, string arguments)
    {
        var options = new ImagingOptions
        {
            Executable = program,
            Arguments = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            PictureWithin = TimeSpan.FromMilliseconds(200),
            StartWithin = TimeSpan.FromMilliseconds(100),
        };
        await using var imaging = new ImagingProcess(options, TimeProvider.System);
        foreach (var jpeg in new[] { Wallpaper.Jpeg(320, 240), Padded(Wallpaper.Jpeg(320, 240), 900_000) })
        {
            var measured = await imaging.MeasureAsync(jpeg, s_follow, Stop);
            measured.Failure!.Fault.ShouldBe(DeviceFault.VisionFailed);
            var compared = await imaging.CompareAsync(jpeg, jpeg, s_face, Stop);
            compared.Failure!.Fault.ShouldBe(DeviceFault.VisionFailed);
        }

        imaging.ChildId.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_cascade_cards_are_drawn_and_faces_are_not_seen()
    {
        var options = s_patient with { Cascade = "/nowhere/cascade.xml" };
        await using var imaging = new ImagingProcess(options, TimeProvider.System);
        await imaging.WarmAsync(Stop);
        (await imaging.MeasureAsync("王", "debit-classic", Stop)).Ok.ShouldBeTrue();
        var measured = await imaging.MeasureAsync(Wallpaper.Jpeg(320, 240), s_follow, Stop);
        measured.Failure!.Fault.ShouldBe(DeviceFault.VisionFailed);
    }

    [Fact]
    public async Task A_child_once_warm_serves_the_first_picture_and_the_first_card_as_it_is()
    {
        await using var imaging = new ImagingProcess(s_patient, TimeProvider.System);
        await imaging.WarmAsync(Stop);
        var child = imaging.ChildId.ShouldNotBeNull();
        (await imaging.MeasureAsync("王", "debit-classic", Stop)).Ok.ShouldBeTrue();
        (await imaging.MeasureAsync(Wallpaper.Jpeg(320, 240), s_follow, Stop)).Ok.ShouldBeTrue();
        imaging.ChildId.ShouldBe(child);
    }

    [Fact]
    public async Task A_real_face_is_seen_and_compared_across_the_pipe()
    {
        await using var imaging = new ImagingProcess(s_patient, TimeProvider.System);
        var photo = await RealPortrait.ReadAsync(Stop);
        var frame = RealPortrait.AsFrame(photo, 480, 360, 1.6, RealPortrait.FaceX, RealPortrait.FaceY);
        var seen = (await imaging.MeasureAsync(frame, new FaceTask(1, Detect: true), Stop)).Value;
        var face = seen.Faces.ShouldHaveSingleItem();
        var portrait = RealPortrait.AsFrame(photo, 60, 75, 0.55, RealPortrait.FaceX, RealPortrait.FaceY);
        (await imaging.CompareAsync(portrait, frame, face, Stop)).Value.Same.ShouldBeTrue();
    }

    private static async Task<ImagingProcess> InSessionAsync(TimeProvider time)
    {
        var imaging = new ImagingProcess(s_patient, time);
        await FollowsAgainAsync(imaging);
        return imaging;
    }

    private static async Task FollowsAgainAsync(ImagingProcess imaging)
    {
        var anchored = s_follow with { Anchor = s_face };
        (await imaging.MeasureAsync(Wallpaper.Jpeg(320, 240), anchored, Stop)).Value.Points.ShouldNotBeEmpty();
        var followed = (await imaging.MeasureAsync(Wallpaper.Jpeg(320, 240, 2, 1), s_follow, Stop)).Value;
        followed.Points.Count(point => point.Found).ShouldBeGreaterThan(20);
    }

    /// <summary>The same picture with a comment of zeros behind its head, as long as wanted.</summary>
    private static byte[] Padded(byte[] jpeg, int bytes)
    {
        var padded = new List<byte>(jpeg.Take(2));
        for (var left = bytes; left > 0; left -= 60_000)
        {
            var length = Math.Max(2, Math.Min(left, 60_000));
            padded.AddRange([255, 254, (byte)(length >> 8), (byte)length]);
            padded.AddRange(new byte[length - 2]);
        }

        padded.AddRange(jpeg.Skip(2));
        return [.. padded];
    }

    private static byte[] Huge(byte[] jpeg)
    {
        var huge = (byte[])jpeg.Clone();
        var frame = huge.AsSpan().IndexOf(Convert.FromHexString("FFC0"));
        Convert.FromHexString("FFFFFFFF").CopyTo(huge, frame + 5);
        return huge;
    }

    /// <summary>KiB.</summary>
    private static async Task<long> MostResidentAsync(int process)
    {
        var status = await File.ReadAllLinesAsync($"/proc/{process}/status", Stop);
        var most = status.Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(most.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]);
    }
}
