using KioskSuite.Devices;
using KioskSuite.FaceMatcher.Http;
using KioskSuite.KioskInABox.FacePlatform;

namespace KioskSuite.Tests.FaceMatcherHttp;

/// <summary>The bank's platform answers, is away, is slow, sends what it should not: never a pass.</summary>
public sealed class HttpFaceMatcherTests
{
    private static readonly byte[] s_portrait = [0xFF, 0xD8, 1, 2, 3, 0xFF, 0xD9];
    private static readonly byte[] s_frame = [0xFF, 0xD8, 9, 9, 0xFF, 0xD9];
    private static readonly FaceBox s_face = new(10, 20, 100, 120);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_platforms_decision_comes_back_with_what_it_was_made_by(bool same)
    {
        await using var platform = await SimulatedFacePlatform.StartAsync(null, null, Stop);
        platform.Same = same;
        await using var matcher = Matcher(platform.Address);
        var match = (await CompareAsync(matcher)).Value;
        match.ShouldBe(new FaceMatch(same, same ? 0.93 : 0.12, 0.8));
        var asked = platform.Last!.Value;
        asked.Face.ShouldBe(s_face);
        asked.Portrait.ToArray().ShouldBe(s_portrait);
        asked.Frame.ToArray().ShouldBe(s_frame);
        matcher.Method.ShouldBe("face platform bank");
    }

    [Theory]
    [InlineData(PlatformMood.Failing, "Refused")]
    [InlineData(PlatformMood.Redirecting, "Refused")]
    [InlineData(PlatformMood.Garbling, "Garbage")]
    [InlineData(PlatformMood.Confusing, "Garbage")]
    [InlineData(PlatformMood.Contradicting, "Garbage")]
    [InlineData(PlatformMood.Mistyping, "Garbage")]
    [InlineData(PlatformMood.Flooding, "Garbage")]
    [InlineData(PlatformMood.Pouring, "Garbage")]
    public async Task What_no_further_try_would_mend_is_asked_once(object mood, string fault)
    {
        await using var platform = await InAsync((PlatformMood)mood);
        await using var matcher = Matcher(platform.Address);
        var before = GC.GetTotalAllocatedBytes();
        Failed(await CompareAsync(matcher)).ShouldBe($"face platform: {fault}");
        platform.Asked.ShouldBe(1);
        // The simulated platform makes its flood out of one piece, in this same process.
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(48 * 1024 * 1024);
    }

    [Fact]
    public async Task A_busy_platform_is_asked_again_with_the_same_id_and_then_no_more()
    {
        await using var platform = await InAsync(PlatformMood.Busy, PlatformMood.Busy, PlatformMood.Answering);
        await using var matcher = Matcher(platform.Address);
        (await CompareAsync(matcher)).Value.Same.ShouldBeTrue();
        platform.Asked.ShouldBe(3);
        platform.Moods.Clear();
        platform.Moods.Enqueue(PlatformMood.Busy);
        Failed(await CompareAsync(matcher)).ShouldBe("face platform: Busy");
        platform.Asked.ShouldBe(6);
    }

    [Theory]
    [InlineData(PlatformMood.Silent)]
    [InlineData(PlatformMood.Stalling)]
    public async Task A_platform_that_does_not_answer_in_time_is_a_timeout_and_may_answer_the_next_try(object mood)
    {
        await using var platform = await InAsync((PlatformMood)mood, PlatformMood.Answering);
        await using var matcher = Matcher(platform.Address, attempt: TimeSpan.FromSeconds(1));
        (await CompareAsync(matcher)).Value.Same.ShouldBeTrue();
        platform.Moods.Clear();
        platform.Moods.Enqueue((PlatformMood)mood);
        await using var hasty = Matcher(platform.Address, TimeSpan.FromMilliseconds(50));
        Failed(await CompareAsync(hasty)).ShouldBe("face platform: Timeout");
    }

    [Fact]
    public async Task All_tries_together_have_a_deadline_too()
    {
        await using var platform = await InAsync(PlatformMood.Silent);
        await using var matcher = Open(new PlatformOptions(platform.Address, "bank")
        {
            AttemptWithin = TimeSpan.FromMinutes(10),
            Within = TimeSpan.FromMilliseconds(100),
        });
        Failed(await CompareAsync(matcher)).ShouldBe("face platform: Timeout");
    }

    [Fact]
    public async Task A_platform_that_is_not_there_is_offline()
    {
        var platform = await SimulatedFacePlatform.StartAsync(null, null, Stop);
        var address = platform.Address;
        await platform.DisposeAsync();
        await using var matcher = Matcher(address);
        Failed(await CompareAsync(matcher)).ShouldBe("face platform: Offline");
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_told_so_and_not_that_the_platform_failed()
    {
        await using var platform = await InAsync(PlatformMood.Silent);
        await using var matcher = Matcher(platform.Address);
        using var gone = new CancellationTokenSource();
        var asking = matcher.CompareAsync(s_portrait, s_frame, s_face, gone.Token).AsTask();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_picture_that_no_camera_sends_is_not_sent_on()
    {
        await using var platform = await InAsync(PlatformMood.Answering);
        await using var matcher = Matcher(platform.Address);
        var sent = await matcher.CompareAsync(new byte[(1024 * 1024) + 1], s_frame, s_face, Stop);
        sent.Failure!.Fault.ShouldBe(DeviceFault.PictureUnreadable);
        platform.Asked.ShouldBe(0);
    }

    [Theory]
    [InlineData("http://bank.example/compare")]
    [InlineData("ftp://127.0.0.1/compare")]
    [InlineData("https://user:secret@bank.example/compare")]
    [InlineData("/compare")]
    public void Faces_are_not_sent_in_clear_nor_with_a_secret_in_the_address(string address)
    {
        var options = new PlatformOptions(new Uri(address, UriKind.RelativeOrAbsolute), "bank");
        var refused = HttpFaceMatcher.Open(options, new Random(1), TimeProvider.System).Failure!;
        refused.Said.ShouldStartWith("address: ");
        refused.Said.ShouldNotContain("secret");
    }

    [Fact]
    public void Pictures_and_scores_show_in_no_text()
    {
        new CompareRequest("id", s_face, s_portrait, s_frame).ToString().ShouldBe("compare request id");
        new CompareAnswer(1, "id", true, 0.93, 0.8).ToString().ShouldBe("compare answer id");
    }

    internal static HttpFaceMatcher Open(PlatformOptions options) =>
        HttpFaceMatcher.Open(
            options with { FirstPause = TimeSpan.FromMilliseconds(5) }, new Random(1), TimeProvider.System).Value;

    internal static ValueTask<Outcome<FaceMatch>> CompareAsync(HttpFaceMatcher matcher) =>
        matcher.CompareAsync(s_portrait, s_frame, s_face, Stop);

    internal static string Failed(Outcome<FaceMatch> outcome)
    {
        outcome.Failure!.Fault.ShouldBe(DeviceFault.VisionFailed);
        return outcome.Failure.Said;
    }

    // A loaded test machine may need long; only the tests about time are in a hurry.
    private static HttpFaceMatcher Matcher(Uri address, TimeSpan? attempt = null) =>
        Open(new PlatformOptions(address, "bank")
        {
            AttemptWithin = attempt ?? TimeSpan.FromMinutes(1),
            Within = TimeSpan.FromMinutes(5),
        });

    private static async Task<SimulatedFacePlatform> InAsync(params PlatformMood[] moods)
    {
        var platform = await SimulatedFacePlatform.StartAsync(null, null, Stop);
        platform.Moods.Clear();
        foreach (var mood in moods) platform.Moods.Enqueue(mood);
        return platform;
    }
}
