using System.Text.Json;
using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Service.Health;

namespace KioskSuite.Tests.Service;

/// <summary>What the pages say in every state; real pages from the real server.</summary>
public sealed class ScreenSceneTests : IAsyncLifetime
{
    private ScreenBench _screen = null!;

    public async ValueTask InitializeAsync() => _screen = await ScreenBench.StartAsync();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    public async Task The_first_page_offers_what_the_machine_can_do()
    {
        Show(v => v with { Scene = Scene.Welcome, Offer = Offer.Issue });
        (await _screen.PageAsync("/")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("开始挂失补卡"), p => p.ShouldContain("Make new card"));
    }

    [Fact]
    public async Task A_machine_that_makes_no_card_says_so_before_anybody_lays_a_document_down()
    {
        Show(v => v with { Scene = Scene.Welcome, Offer = Offer.StopOnly });
        var page = await _screen.PageAsync("/");
        page.ShouldContain("It cannot make a new card at the moment");
        page.ShouldContain("data-post=\"/session\"");
        page.ShouldNotContain("Make new card");
        page.ShouldNotContain("leave with a new one");
    }

    [Fact]
    public async Task A_machine_that_can_do_nothing_has_no_button_and_shows_the_hotline()
    {
        Show(v => v with { Scene = Scene.Welcome, Offer = Offer.Nothing });
        var view = await _screen.PageAsync("/view");
        view.ShouldContain("本机暂停服务");
        view.ShouldContain("400-000-0000");
        view.ShouldNotContain("<button");
    }

    [Fact]
    public async Task Whoever_left_an_ending_does_not_read_that_cards_are_made()
    {
        Show(v => v with { Scene = Scene.End, Case = 7, Outcome = "loss-recorded", Offer = Offer.Nothing });
        (await _screen.PageAsync("/view?left=7")).ShouldContain("本机暂停服务");
        (await _screen.PageAsync("/view")).ShouldNotContain("data-post=\"/session\"");
    }

    [Fact]
    public async Task A_card_left_in_the_slot_is_called_for_louder()
    {
        Show(v => v with { Scene = Scene.TakeCard, Reminder = true });
        (await _screen.PageAsync("/view")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("请马上取走新卡"), p => p.ShouldContain("role=\"alert\""),
            p => p.ShouldNotContain("No hurry"));
    }

    [Fact]
    public async Task A_customer_whose_card_is_asked_about_is_told_to_stay()
    {
        Show(v => v with { Scene = Scene.Waiting, StaffAsked = true });
        (await _screen.PageAsync("/view")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("asked where your new card is"), p => p.ShouldNotContain("compare you"));
    }

    [Theory]
    [InlineData("where-is-card", new[] { "taken", "not-taken" }, "The card becomes active")]
    [InlineData("counters-differ", new[] { "accept" }, "The machine makes cards again")]
    public async Task A_teller_reads_what_each_answer_does_also_when_nobody_is_there(
        string kind, string[] options, string effect)
    {
        var answers = options.Select(o => new AnswerOption(o, "")).ToList();
        var question = new PendingQuestion("12", kind, "exact", "00", answers);
        Show(v => v with { TellerQuestion = question });
        var page = await _screen.PageAsync("/teller");
        options.ShouldAllBe(o => page.Contains($"data-option=\"{o}\""));
        page.ShouldContain(effect);
        page.ShouldContain("exact");
        page.ShouldNotContain("<figure");
    }

    [Fact]
    public async Task An_idle_teller_sees_that_the_machine_is_short_of_something()
    {
        Show(v => v with { Scene = Scene.Welcome, Offer = Offer.StopOnly });
        (await _screen.PageAsync("/teller")).ShouldContain("can stop cards and cannot make any now");
    }

    [Fact]
    public async Task The_page_is_there_before_any_device_was_opened()
    {
        (await _screen.PageAsync("/")).ShouldContain("正在准备");
        (await StatusAsync()).GetProperty("ready").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, Offer.Issue, true, "issue")]
    [InlineData(false, Offer.Issue, false, "issue")]
    [InlineData(true, Offer.StopOnly, false, "stop-only")]
    [InlineData(true, Offer.Nothing, false, "nothing")]
    internal async Task The_status_is_ready_only_when_settled_and_able_to_issue(
        bool settled, Offer offer, bool ready, string word)
    {
        _screen.Standing.Value = new Standing(settled, offer, ["printer"]);
        var status = await StatusAsync();
        status.GetProperty("ready").GetBoolean().ShouldBe(ready);
        status.GetProperty("settled").GetBoolean().ShouldBe(settled);
        status.GetProperty("offer").GetString().ShouldBe(word);
        status.GetProperty("hindrances")[0].GetString().ShouldBe("printer");
    }

    [Fact]
    public async Task The_status_tells_each_device_with_its_fault()
    {
        _screen.Devices.Met("printer", DeviceFault.Contradiction);
        var devices = (await StatusAsync()).GetProperty("devices");
        devices.EnumerateArray().Select(d => d.GetProperty("name").GetString())
            .ShouldBe(["idReader", "printer", "chip"]);
        var (reader, printer) = (devices[0], devices[1]);
        (reader.GetProperty("state").GetString(), reader.GetProperty("fault").GetString()).ShouldBe(("opening", ""));
        (printer.GetProperty("state").GetString(), printer.GetProperty("fault").GetString())
            .ShouldBe(("hindered", "contradiction"));
        printer.GetProperty("link").GetString().ShouldBe("memory");
        printer.GetProperty("soon").GetString().ShouldBe("");
        printer.GetProperty("since").GetInt64().ShouldBeGreaterThan(1_700_000_000_000);
    }

    private async Task<JsonElement> StatusAsync() =>
        JsonDocument.Parse(await _screen.PageAsync("/health/status")).RootElement;

    private void Show(Func<JourneyView, JourneyView> change) => _screen.Board.Show(change);
}
