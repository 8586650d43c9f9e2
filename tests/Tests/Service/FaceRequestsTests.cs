using System.Net;
using System.Text;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Service;

/// <summary>What a screen may say during a face check, and the picture it may have.</summary>
public sealed class FaceRequestsTests : IAsyncLifetime
{
    private const string End = "\r\n--picture--\r\n";
    private ScreenBench _screen = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _screen = await ScreenBench.StartAsync();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    public async Task A_colour_counts_only_while_a_check_runs()
    {
        (await ShownAsync("""{"number":1,"ageMs":5}""")).ShouldBe(HttpStatusCode.Conflict);
        _screen.Face.Open();
        (await ShownAsync("""{"number":1,"ageMs":5}""")).ShouldBe(HttpStatusCode.Conflict, "nobody asked for it yet");
        _screen.Face.Ask(new FlashShown(1, FlashColour.Red));
        (await ShownAsync("""{"number":1,"ageMs":5.25}""")).ShouldBe(HttpStatusCode.NoContent);
        _screen.Face.Shown().Keys.ShouldBe([1]);
        _screen.Face.Close();
        (await ShownAsync("""{"number":2,"ageMs":5}""")).ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"number":0,"ageMs":5}""")]
    [InlineData("""{"number":7,"ageMs":5}""")]
    [InlineData("""{"number":1,"ageMs":-1}""")]
    [InlineData("""{"number":1,"ageMs":2001}""")]
    [InlineData("""{"number":1,"ageMs":1e300}""")]
    public async Task Nonsense_about_a_colour_is_refused_and_kept_nowhere(string json)
    {
        _screen.Face.Open();
        _screen.Face.Ask(new FlashShown(6, FlashColour.Blue));
        (await ShownAsync(json)).ShouldBe(HttpStatusCode.Conflict);
        _screen.Face.Shown().ShouldBeEmpty();
    }

    [Fact]
    public async Task Colours_that_begin_anew_are_not_taken_for_shown()
    {
        _screen.Face.Open();
        _screen.Face.Ask(new FlashShown(1, FlashColour.Red));
        await ShownAsync("""{"number":1,"ageMs":5}""");
        _screen.Face.Ask(null);
        _screen.Face.Shown().Keys.ShouldBe([1], "the pause after the last colour forgets nothing");

        _screen.Face.Ask(new FlashShown(1, FlashColour.Red));

        _screen.Face.Shown().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"number":1,"ageMs":5,"passed":true}""")]
    [InlineData("""{"number":"one","ageMs":5}""")]
    [InlineData("{")]
    public async Task Words_that_nobody_agreed_on_are_refused(string json)
    {
        _screen.Face.Open();
        (await ShownAsync(json)).ShouldBe(HttpStatusCode.BadRequest);
        _screen.Face.Shown().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_other_way_is_there_while_a_check_runs_and_twice_is_once()
    {
        (await _screen.PostAsync("/face/other-way")).ShouldBe(HttpStatusCode.Conflict);
        _screen.Face.Open();
        (await _screen.PostAsync("/face/other-way")).ShouldBe(HttpStatusCode.NoContent);
        (await _screen.PostAsync("/face/other-way")).ShouldBe(HttpStatusCode.NoContent);
        _screen.Face.Leaves.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_sees_a_picture_when_no_check_runs()
    {
        using var answer = await _screen.BeginAsync("/camera");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Pictures_come_one_after_the_other_and_end_with_the_check()
    {
        _screen.Face.Open();
        _screen.Face.Picture("first"u8);
        using var answer = await _screen.BeginAsync("/camera");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("multipart/x-mixed-replace; boundary=picture");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("default-src 'self'");
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        var part = await ReadAsync(body, "first\r\n--picture\r\nContent-Type: image/jpeg\r\n\r\n");
        part.ShouldStartWith("\r\n--picture\r\n");
        _screen.Face.Picture("second"u8);
        await ReadAsync(body, "second\r\n--picture\r\nContent-Type: image/jpeg\r\n\r\n");
        _screen.Face.Close();
        (await ReadAsync(body, End)).ShouldBe(End);
        (await body.ReadAsync(new byte[1], Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task A_check_that_ends_before_its_first_picture_leaves_no_page_waiting()
    {
        _screen.Face.Open();
        var waiting = _screen.BeginAsync("/camera");
        _screen.Face.Close();
        using var answer = await waiting;
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_watch_at_most_and_their_places_are_free_when_the_check_is_over()
    {
        _screen.Face.Open();
        _screen.Face.Picture("picture"u8);
        using var first = await _screen.BeginAsync("/camera");
        using var second = await _screen.BeginAsync("/camera");
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var third = await _screen.BeginAsync("/camera");
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        _screen.Face.Close();
        (await first.Content.ReadAsStringAsync(Stop)).ShouldEndWith(End);
        (await second.Content.ReadAsStringAsync(Stop)).ShouldEndWith(End);
        using var next = await _screen.BeginAsync("/camera");
        next.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<HttpStatusCode> ShownAsync(string json) => _screen.PostAsync("/face/displayed", json);

    /// <summary>Reads until this has come; what came is the answer.</summary>
    private static async Task<string> ReadAsync(Stream body, string until)
    {
        var (text, bytes) = (new StringBuilder(), new byte[256]);
        while (!text.ToString().EndsWith(until, StringComparison.Ordinal))
        {
            var read = await body.ReadAsync(bytes, Stop);
            read.ShouldBeGreaterThan(0, text.ToString());
            text.Append(Encoding.ASCII.GetString(bytes, 0, read));
        }

        return text.ToString();
    }
}
