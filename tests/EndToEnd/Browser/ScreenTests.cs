using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KioskSuite.Dev.Demo;
using KioskSuite.Dev.Invariants;
using Microsoft.Playwright;

namespace KioskSuite.EndToEnd.Browser;

/// <summary>A whole transaction by hand: a real browser, the real processes, and nothing else that presses.</summary>
public sealed class ScreenTests
{
    private const float SmallestTarget = 64;

    [Fact]
    public async Task A_person_stops_the_old_card_and_takes_a_new_one()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = RunFolder.Create("");
        using var http = new HttpClient();
        string chipLink;
        await using (var plant = await Plant.StartAsync(
            new PlantSetup(folder.Path, Scenario.Plain, Once: false, Dev.Checkout.Seed), http, TextWriter.Null, stop))
        {
            chipLink = plant.ChipLink;
            await using var browser = await Chromium.StartAsync();
            var customer = await browser.OpenAsync(plant.Screen.ToString(), 1080, 1920);
            var teller = await browser.OpenAsync(new Uri(plant.Screen, "/teller").ToString(), 1280, 800);
            var bench = await browser.OpenAsync(plant.Bench, 1280, 800);
            await plant.SettledAsync(TimeSpan.FromSeconds(60), stop);
            await ProveAsync(customer, teller, bench);
            await DecideAsync(customer);
            await TakeAsync(customer, teller, bench);
            await plant.SettledAsync(TimeSpan.FromSeconds(60), stop);
            browser.Errors.ShouldBeEmpty();
            await plant.Service.EndAsync();
            await Assertions.Expect(customer.GetByText("正在重新连接")).ToBeVisibleAsync();
        }

        var lost = SeedFile.LostCardOf(Scenario.Plain.Person);
        var result = RunResult.Of(Evidence.Read(folder.Path), [], chipLink, "ok", lost);
        new Triple(result.Outcome, result.OldCard, result.NewCard).ShouldBe(new("card-taken", "stopped", "active"));
    }

    private static async Task ProveAsync(IPage customer, IPage teller, IPage bench)
    {
        await SeesAsync(customer, "卡丢了？别着急。", "400-000-0000", "Stopping is free");
        await SeesAsync(teller, "现在不需要核对", "机器空闲");
        await PressAsync(customer, "开始挂失补卡");
        await SeesAsync(customer, "请放上身份证件", "Lay it flat on the reader", "60 秒");
        await Assertions.Expect(customer.Locator("h1")).ToBeFocusedAsync();
        await bench.GetByRole(AriaRole.Button, new() { Name = "林晓雨" }).ClickAsync();
        await SeesAsync(customer, "用摄像头核对本人吗？", "No picture is kept.", "90 秒");
        await ShowsWhatIsHashedAsync(customer);
        await PressAsync(customer, "请工作人员核对");
        await SeesAsync(customer, "工作人员正在核对", "林*雨，您好", "90 秒");
        await SeesAsync(teller, "请核对本人", "林*雨 · 3****************5", "Compare the person");
        await Assertions.Expect(teller.Locator("figure img")).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await ShowsWhatIsHashedAsync(teller);
        await PressAsync(teller, "是本人");
        await bench.GetByRole(AriaRole.Button, new() { Name = "Take the document away" }).ClickAsync();
        await SeesAsync(teller, "现在不需要核对", "客户正在选择");
    }

    private static async Task DecideAsync(IPage customer)
    {
        await SeesAsync(customer, "您丢的是哪张卡？", "请选择要挂失的卡。", "Savings card");
        await ShowsWhatIsHashedAsync(customer);
        await PressAsync(customer, "621700*********2555");
        await SeesAsync(customer, "确认停用这张卡", "我要求立即停用所选银行卡。", "Stopping the card costs nothing.");
        await ShowsWhatIsHashedAsync(customer);
        await PressAsync(customer, "同意，立即停用");
        await SeesAsync(
            customer, "补办新卡的费用", "补卡工本费 10.00 元", "please tell whoever charges the old one", "Old card stopped on");
        await ShowsWhatIsHashedAsync(customer);
        await PressAsync(customer, "同意，制作新卡");
    }

    private static async Task TakeAsync(IPage customer, IPage teller, IPage bench)
    {
        await SeesAsync(customer, "请取走您的新卡", "30 秒");
        await bench.GetByRole(AriaRole.Button, new() { Name = "Take the card" }).ClickAsync();
        await SeesAsync(customer, "新卡已启用", "621700*********2555", "Its chip, stripe and number are refused.");
        var old = customer.Locator(".fact.good");
        await Assertions.Expect(old).ToContainTextAsync(new Regex(@"已于 \d{4} 年 .* \d\d:\d\d:\d\d 停用"));
        await SeesAsync(teller, "现在不需要核对", "新卡已取走");
        await PressAsync(customer, "完成，返回首页");
        await SeesAsync(customer, "卡丢了？别着急。", "开始挂失补卡");
    }

    private static async Task SeesAsync(IPage page, string heading, params string[] words)
    {
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(heading);
        foreach (var word in words)
        {
            await Assertions.Expect(page.GetByText(word).First).ToBeVisibleAsync();
        }

        foreach (var button in await page.Locator("main button").AllAsync())
        {
            (await button.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(SmallestTarget);
        }
    }

    private static Task PressAsync(IPage page, string words)
    {
        var name = new Regex($@"(^|\s){Regex.Escape(words)}");
        return page.Locator("main").GetByRole(AriaRole.Button, new() { NameRegex = name }).ClickAsync();
    }

    private static async Task ShowsWhatIsHashedAsync(IPage page)
    {
        var asked = page.Locator(".exact");
        var shown = SHA256.HashData(Encoding.UTF8.GetBytes(await asked.TextContentAsync() ?? ""));
        Convert.ToHexStringLower(shown).ShouldBe(await asked.GetAttributeAsync("data-sha256"));
    }
}
