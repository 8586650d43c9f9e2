using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs.Board;
using KioskSuite.Service.Health;
using KioskSuite.Service.Screen;

namespace KioskSuite.Tests.Service;

/// <summary>What a person before the camera reads, and what a teller reads of it.</summary>
public sealed class FaceSceneTests : IAsyncLifetime
{
    private static readonly Texts s_texts = Texts.Load();
    private ScreenBench _screen = null!;

    public static TheoryData<FacePrompt> Prompts => [.. Enum.GetValues<FacePrompt>()];

    public async ValueTask InitializeAsync() => _screen = await ScreenBench.StartAsync();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Theory]
    [MemberData(nameof(Prompts))]
    public async Task Whatever_is_asked_stands_there_in_words_and_drawn_with_the_try_and_the_other_way(
        FacePrompt prompt)
    {
        var view = await CheckAsync(prompt);
        var key = $"face.{Words.Of(prompt)}";
        view.ShouldSatisfyAllConditions(
            v => v.ShouldContain($">{s_texts.Zh(key)}<"),
            v => v.ShouldContain($">{s_texts.En(key)}<"),
            v => v.ShouldContain("class=\"art prompt\""),
            v => v.ShouldContain("第 2 次，共 3 次"),
            v => v.ShouldContain("Try 2 of 3"),
            v => v.ShouldContain("data-post=\"/face/other-way\""),
            v => v.ShouldContain("请工作人员核对"));
    }

    [Fact]
    public async Task No_two_prompts_look_or_read_the_same()
    {
        List<string> asked = [];
        foreach (var prompt in Enum.GetValues<FacePrompt>().Except([FacePrompt.None]))
        {
            var view = await CheckAsync(prompt);
            asked.Add(view[view.IndexOf("<svg", view.IndexOf("\"ask\"", 0, StringComparison.Ordinal),
                StringComparison.Ordinal)..view.IndexOf("</svg>", StringComparison.Ordinal)]);
            asked.Add(s_texts.Zh($"face.{Words.Of(prompt)}"));
        }

        asked.ShouldBeUnique();
    }

    [Theory]
    [InlineData(FacePrompt.TurnLeft, "turn left", "turn right", "向左", "translate(-25 0)")]
    [InlineData(FacePrompt.TurnRight, "turn right", "turn left", "向右", "translate(25 0)")]
    public async Task An_arrow_points_where_the_persons_own_side_is_in_a_mirror(
        FacePrompt prompt, string arrow, string other, string word, string gaze) =>
        (await CheckAsync(prompt)).ShouldSatisfyAllConditions(
            v => v.ShouldContain($"class=\"art {arrow}\""),
            v => v.ShouldNotContain($"class=\"art {other}\""),
            v => v.ShouldContain(word),
            v => v.ShouldContain(gaze));

    [Fact]
    public async Task Each_try_begins_the_picture_anew()
    {
        (await CheckAsync(FacePrompt.HoldStill)).ShouldContain("src=\"/camera?try=2\"");
        Show(new FaceView(FacePrompt.HoldStill, 3, 3, Flash: null));
        (await _screen.PageAsync("/view")).ShouldContain("src=\"/camera?try=3\"");
    }

    [Theory]
    [InlineData("built-in 1", "a demonstration program", "演示程序")]
    [InlineData("bank-platform 7.2", "compared by: bank-platform 7.2", "比对程序：bank-platform 7.2")]
    public async Task What_compares_the_photographs_is_named_for_what_it_is(string comparer, string en, string zh)
    {
        (await CheckAsync(FacePrompt.HoldStill)).ShouldNotContain("class=\"limit\"");
        Show(new FaceView(FacePrompt.HoldStill, 1, 3, Flash: null, comparer));
        var view = await _screen.PageAsync("/view");
        view.ShouldSatisfyAllConditions(v => v.ShouldContain(en), v => v.ShouldContain(zh));
    }

    [Fact]
    public async Task The_consent_shows_its_exact_text_tells_of_the_colours_and_favours_neither_way()
    {
        var question = new PendingQuestion("9", "face", "我同意\nI agree", "ab12", [new("yes", ""), new("no", "")]);
        _screen.Board.Show(v => v with { Scene = Scene.Question, Question = question });
        var view = await _screen.PageAsync("/view");
        view.ShouldContain("data-sha256=\"ab12\"");
        view.ShouldContain("fewer than three changes a second");
        view.ShouldContain("Both ways are as good, and both are free");
        view.Split("<button class=\"main\"").Length.ShouldBe(3);
        view.ShouldNotContain("class=\"other\"");
    }

    [Fact]
    public async Task A_teller_reads_how_the_check_goes_and_sees_no_picture()
    {
        await CheckAsync(FacePrompt.ComeCloser);
        var page = await _screen.PageAsync("/teller");
        page.ShouldContain("摄像头正在核对");
        page.ShouldContain("Camera check, try 2 of 3");
        page.ShouldContain("请靠近一点");
        page.ShouldNotContain("/camera");
    }

    [Fact]
    public void Whom_the_camera_did_not_recognise_reads_of_no_failure()
    {
        StepView[] steps =
        [
            Step("read-document", "done"), Step("look-up", "done"), Step("check-face", "failed"),
            Step("stop-card", "running"),
        ];
        Progress.Of(steps)[0].ShouldBe(new Phase("document", "done"));
    }

    private static StepView Step(string name, string state) => new(name, "d", "l", 1, state);

    private async Task<string> CheckAsync(FacePrompt prompt)
    {
        Show(new FaceView(prompt, 2, 3, Flash: null));
        return await _screen.PageAsync("/view");
    }

    private void Show(FaceView face) => _screen.Board.Show(v => v with { Case = 5, Scene = Scene.Face, Face = face });
}
