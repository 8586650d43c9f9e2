using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs.Board;
using KioskSuite.Service.Health;
using KioskSuite.Service.Screen;
using KioskSuite.Tests.Service;
using Microsoft.Playwright;

namespace KioskSuite.EndToEnd.Browser;

/// <summary>The screen before the camera in a real browser; the test plays the check behind it.</summary>
public sealed class FaceScreenTests : IAsyncLifetime
{
    private const double ReadableContrast = 4.5;   // WCAG 2.2, 1.4.3
    private const float SmallestTarget = 64;

    /// <summary>What reaches beyond the screen.</summary>
    private const string Beyond = """
        () => [...document.querySelectorAll('body *')].filter((part) => {
          const box = part.getBoundingClientRect();
          return box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
        }).map((part) => `${part.tagName} ${part.className.baseVal ?? part.className}`)
        """;

    private static readonly Texts s_texts = Texts.Load();
    private ScreenBench _bench = null!;
    private Chromium _browser = null!;
    private IPage _page = null!;
    private byte[] _jpeg = [];

    public async ValueTask InitializeAsync()
    {
        _bench = await ScreenBench.StartAsync();
        _browser = await Chromium.StartAsync();
        _page = await _browser.OpenAsync(_bench.Address.ToString(), 1080, 1920);
        var picture = await _page.EvaluateAsync<string>(
            """
            () => {
              const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 360 });
              const pen = canvas.getContext('2d');
              pen.fillStyle = '#f00';
              pen.fillRect(0, 0, 240, 360);
              pen.fillStyle = '#00f';
              pen.fillRect(240, 0, 240, 360);
              return canvas.toDataURL('image/jpeg', .95).split(',')[1];
            }
            """);
        _jpeg = Convert.FromBase64String(picture);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task A_person_sees_the_own_picture_as_in_a_mirror_at_once_and_in_each_try()
    {
        for (var number = 1; number <= 2; number++)
        {
            Begin(number);
            await Assertions.Expect(Picture).ToHaveJSPropertyAsync("src", $"{_bench.Address}camera?try={number}");
            await Assertions.Expect(Picture).ToHaveJSPropertyAsync("naturalWidth", 480);
            var box = (await Picture.BoundingBoxAsync())!;
            var middle = (int)(box.Y + (box.Height / 2));
            var shot = await ShotAsync();
            (await ColourAsync(shot, (int)(box.X + (box.Width / 4)), middle)).ShouldBe("blue");
            (await ColourAsync(shot, (int)(box.X + (box.Width * 3 / 4)), middle)).ShouldBe("red");
            _bench.Face.Close();
        }

        _bench.Board.Show(v => v with { Scene = Scene.Waiting, Face = null });
        await Assertions.Expect(Picture).ToHaveCountAsync(0);
        _browser.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_colour_fills_the_screen_and_is_stamped_after_it_was_drawn()
    {
        Begin(1);
        await Assertions.Expect(Picture).ToHaveJSPropertyAsync("naturalWidth", 480);
        foreach (var colour in Enum.GetValues<FlashColour>())
        {
            var number = (int)colour + 1;
            var before = TimeProvider.System.GetTimestamp();
            await _page.RunAndWaitForResponseAsync(
                () => Task.Run(() => Show(FacePrompt.WatchTheColours, 1, new FlashShown(number, colour))),
                answer => answer.Url.EndsWith("/face/displayed", StringComparison.Ordinal));
            _bench.Face.Shown().Keys.Order().ShouldBe(Enumerable.Range(1, number));
            _bench.Face.Shown()[number].ShouldBeGreaterThan(before);
            await Assertions.Expect(_page.Locator("h1")).ToContainTextAsync("请看着变换的颜色");
            await FillsAsync(colour);
            (await LeastContrastAsync()).ShouldBeGreaterThanOrEqualTo(ReadableContrast, colour.ToString());
        }

        Show(FacePrompt.HoldStill, 1, flash: null);
        await Assertions.Expect(_page.Locator("body[data-flash]")).ToHaveCountAsync(0);
        _browser.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_cut_off_on_the_kiosks_screen_whatever_is_asked()
    {
        await _page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Begin(1);
        foreach (var prompt in Enum.GetValues<FacePrompt>())
        {
            Show(prompt, 3, flash: null);
            var words = s_texts.Zh($"face.{Words.Of(prompt)}");
            await Assertions.Expect(_page.Locator("h1 .zh")).ToHaveTextAsync(words);
            (await _page.EvaluateAsync<string[]>(Beyond)).ShouldBeEmpty(prompt.ToString());
        }
    }

    [Fact]
    public async Task A_consent_of_full_length_fits_and_its_two_buttons_have_one_size()
    {
        await _page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var text = $"{Repeated("我同意本机拍摄我的脸，", 8)}\n{Repeated("I agree that it films my face. ", 10)}";
        var question = new PendingQuestion("9", "face", text, "ab", [new("yes", ""), new("no", "")]);
        _bench.Board.Show(v => v with { Case = 5, Scene = Scene.Question, Question = question });
        var buttons = _page.Locator(".answers button");
        await Assertions.Expect(buttons).ToHaveCountAsync(2);
        var (yes, no) = ((await buttons.Nth(0).BoundingBoxAsync())!, (await buttons.Nth(1).BoundingBoxAsync())!);
        (yes.Width, yes.Height, yes.Y).ShouldBe((no.Width, no.Height, no.Y));
        (await _page.EvaluateAsync<string[]>(Beyond)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_other_way_can_be_pressed_at_any_time_also_while_colours_are_shown(bool flashing)
    {
        Begin(1);
        Show(FacePrompt.WatchTheColours, 1, flashing ? new FlashShown(1, FlashColour.Blue) : null);
        await Assertions.Expect(_page.Locator("body[data-flash=blue]")).ToHaveCountAsync(flashing ? 1 : 0);
        var button = _page.GetByRole(AriaRole.Button, new() { Name = "换一种方式" });
        var box = (await button.BoundingBoxAsync())!;
        box.Height.ShouldBeGreaterThanOrEqualTo(SmallestTarget);
        (box.Y + box.Height).ShouldBeLessThan(1920);
        await _page.RunAndWaitForResponseAsync(
            () => button.ClickAsync(), answer => answer.Url.EndsWith("/face/other-way", StringComparison.Ordinal));
        _bench.Face.Leaves.ShouldBeTrue();
        _browser.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tellers_screen_shows_neither_picture_nor_colour_and_stamps_nothing()
    {
        var teller = await _browser.OpenAsync(new Uri(_bench.Address, "/teller").ToString(), 1280, 800);
        await _page.CloseAsync();
        Begin(1);
        Show(FacePrompt.WatchTheColours, 1, new FlashShown(1, FlashColour.Red));
        await Assertions.Expect(teller.GetByText("请看着变换的颜色")).ToBeVisibleAsync();
        await teller.EvaluateAsync("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))");
        (await teller.Locator("body[data-flash], img[src*=camera]").CountAsync()).ShouldBe(0);
        _bench.Face.Shown().ShouldBeEmpty();
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private ILocator Picture => _page.Locator(".mirror img");

    private void Begin(int number)
    {
        _bench.Face.Open();
        _bench.Face.Picture(_jpeg);
        Show(FacePrompt.HoldStill, number, flash: null);
    }

    private void Show(FacePrompt prompt, int number, FlashShown? flash)
    {
        _bench.Face.Ask(flash);
        _bench.Board.Show(v => v with
        {
            Case = 5,
            Scene = Scene.Face,
            Face = new FaceView(prompt, number, 3, flash, "built-in 1"),
        });
    }

    private async Task FillsAsync(FlashColour colour)
    {
        var shot = await ShotAsync();
        foreach (var (x, y) in new[] { (4, 4), (1076, 4), (4, 1916), (1076, 1916), (540, 60), (30, 900), (1050, 900) })
        {
            (await ColourAsync(shot, x, y)).ShouldBe(colour.ToString().ToLowerInvariant(), $"{x}, {y}");
        }
    }

    private async Task<string> ShotAsync() => Convert.ToBase64String(await _page.ScreenshotAsync());

    /// <summary>Name of a pixel's colour, each channel rounded to all or nothing.</summary>
    private async Task<string> ColourAsync(string shot, int x, int y)
    {
        var channels = await _page.EvaluateAsync<string>(
            """
            async ([shot, x, y]) => {
              const bytes = Uint8Array.from(atob(shot), (c) => c.charCodeAt(0));
              const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
              const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
              pen.drawImage(picture, 0, 0);
              return [...pen.getImageData(x, y, 1, 1).data].slice(0, 3).map((c) => Math.round(c / 255)).join('');
            }
            """,
            new object[] { shot, x, y });
        return channels switch
        {
            "100" => "red",
            "110" => "yellow",
            "010" => "green",
            "011" => "cyan",
            "001" => "blue",
            "101" => "magenta",
            _ => channels,
        };
    }

    /// <summary>The least contrast of any visible word with the colour behind it, by WCAG's formula.</summary>
    private Task<double> LeastContrastAsync() => _page.EvaluateAsync<double>(
        """
        () => {
          const light = (text) => {
            const [r, g, b] = text.match(/\d+/g).slice(0, 3).map((c) => c / 255)
              .map((c) => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4));
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const behind = light(getComputedStyle(document.body).backgroundColor);
          const seen = (w) => w.checkVisibility({ visibilityProperty: true });
          const words = [...document.querySelectorAll('.zh, .en')].filter(seen);
          if (words.length < 4) {
            return 0;
          }
          return Math.min(...words.map((w) => light(getComputedStyle(w).color))
            .map((l) => (Math.max(l, behind) + .05) / (Math.min(l, behind) + .05)));
        }
        """);
}
