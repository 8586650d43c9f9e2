using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Tests.Imaging;

/// <summary>Faces drawn by a real child process, looked at dot by dot.</summary>
public sealed class CardFaceTests : IAsyncDisposable
{
    private const string Layout = "debit-classic";
    private static readonly FaceText Face = new("6217000000000000123", "王小明", "08/31", Layout, 1);

    // The boxes of the layout: left, top, right, bottom.
    private static readonly (int Left, int Top, int Right, int Bottom) NameBox = (96, 538, 736, 604);
    private static readonly (int Left, int Top, int Right, int Bottom) PanBox = (96, 380, 932, 450);

    private readonly ImagingProcess _painter =
        new(new ImagingOptions { Deadline = TimeSpan.FromSeconds(60) }, TimeProvider.System);

    public static TheoryData<string> PrintableNames =>
        ["王小明", "阿卜杜拉·买买提·依明江", "MARIA-THERESE VON HOHENSTAUFEN", "José Ñandú", "𠮷㐂龘", "gjpqy", "一"];

    public static TheoryData<string> UnprintableNames =>
        ["", " ", "王\uFFFD明", "王\u0007明", "王\n明", "王\u200B明", "\u202E明小王", "王\uD840", "\uE000", "😀", "\uFFFC", "ไทย"];

    [Theory]
    [MemberData(nameof(PrintableNames))]
    public async Task A_name_is_whole_black_and_inside_its_box(string name)
    {
        (await MeasureAsync(name)).Failure.ShouldBeNull();
        var other = await DrawAsync(Face with { Name = "丨" });
        var face = await DrawAsync(Face with { Name = name });
        var changed = Dots().Where(dot => Colour(face, dot) != Colour(other, dot)).ToList();
        changed.ShouldAllBe(dot => Inside(dot, NameBox));
        changed.ShouldAllBe(dot => Colour(face, dot) == 0 || Colour(other, dot) == 0, "grey edges would become dye");
        var ink = Dots().Where(dot => Inside(dot, NameBox) && Colour(face, dot) == 0).ToList();
        ink.Count.ShouldBeGreaterThan(80);
        ink.Min(dot => dot.X).ShouldBeInRange(NameBox.Left, NameBox.Left + 6);
    }

    [Fact]
    public async Task No_ink_of_the_number_touches_the_edge_of_its_box()
    {
        var face = await DrawAsync(Face);
        var blank = await DrawAsync(Face with { Pan = "111111111111" });
        var ink = Dots().Where(dot => Colour(face, dot) == 0 && Colour(blank, dot) != 0).ToList();
        ink.ShouldAllBe(dot => Inside(dot, PanBox));
        ink.Max(dot => dot.X).ShouldBeInRange(850, PanBox.Right - 1);
        var height = ink.Max(dot => dot.Y) - ink.Min(dot => dot.Y) + 1;
        height.ShouldBeInRange(42, 52, "digits of 3.6 to 4.4 mm");
    }

    [Fact]
    public async Task The_place_of_the_chip_stays_free_of_ink()
    {
        // ISO/IEC 7816-2: contacts lie 10.25 to 19.87 mm from the left and 19.23 to 28.55 mm from the top edge.
        var face = await DrawAsync(Face);
        Dots().Where(dot => Inside(dot, (121, 227, 236, 338))).ShouldAllBe(dot => Colour(face, dot) == White);
    }

    [Fact]
    public async Task The_design_has_no_black_and_reaches_every_edge()
    {
        var face = await DrawAsync(Face);
        var edge = Dots().Where(dot => dot.X is 0 or CardImage.Width - 1 || dot.Y is 0 or CardImage.Height - 1);
        edge.ShouldAllBe(dot => Colour(face, dot) != 0 && Colour(face, dot) != White);
        Dots().Select(dot => Colour(face, dot)).Distinct().Count().ShouldBeGreaterThan(2000);
    }

    [Fact]
    public async Task The_same_texts_give_the_same_dots() =>
        (await DrawAsync(Face)).Rgb.ShouldBe((await DrawAsync(Face)).Rgb);

    [Theory]
    [MemberData(nameof(UnprintableNames))]
    public async Task A_name_that_the_font_cannot_print_is_refused(string name)
    {
        (await MeasureAsync(name)).Failure!.Fault.ShouldBe(DeviceFault.GlyphMissing);
        var drawn = await _painter.DrawAsync(Face with { Name = name }, Stop);
        drawn.Failure!.Fault.ShouldBe(DeviceFault.GlyphMissing);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    [InlineData(30_000)]
    public async Task A_name_that_does_not_fit_at_the_smallest_size_is_too_long(int length)
    {
        var name = new string('测', length);
        (await MeasureAsync(name)).Failure!.Fault.ShouldBe(DeviceFault.NameTooLong);
        var drawn = await _painter.DrawAsync(Face with { Name = name }, Stop);
        drawn.Failure!.Fault.ShouldBe(DeviceFault.NameTooLong);
    }

    [Fact]
    public async Task Texts_that_are_no_face_are_refused_and_the_painter_goes_on()
    {
        FaceText[] wrong =
        [
            Face with { LayoutVersion = 2 }, Face with { Layout = "gold" }, Face with { Layout = "" },
            Face with { Layout = "../Layouts/debit-classic" }, Face with { Pan = "6217" },
            Face with { Pan = "62170000000000O0" },
            Face with { Expiry = "8/2031" }, Face with { Pan = new string('1', 5000) },
        ];
        (await MeasureAsync("王")).Ok.ShouldBeTrue();
        var child = _painter.ChildId;
        foreach (var face in wrong)
        {
            (await _painter.DrawAsync(face, Stop)).Failure!.Fault.ShouldBe(DeviceFault.PainterFailed);
        }

        (await MeasureAsync("王")).Ok.ShouldBeTrue();
        _painter.ChildId.ShouldBe(child, "a refusal is an answer, not a crash");
    }

    public async ValueTask DisposeAsync() => await _painter.DisposeAsync();

    private const int White = 0xFFFFFF;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IEnumerable<(int X, int Y)> Dots() =>
        from y in Enumerable.Range(0, CardImage.Height) from x in Enumerable.Range(0, CardImage.Width) select (x, y);

    private static int Colour(CardImage face, (int X, int Y) dot)
    {
        var at = ((dot.Y * CardImage.Width) + dot.X) * 3;
        return (face.Rgb[at] << 16) | (face.Rgb[at + 1] << 8) | face.Rgb[at + 2];
    }

    private static bool Inside((int X, int Y) dot, (int Left, int Top, int Right, int Bottom) box) =>
        dot.X >= box.Left && dot.X < box.Right && dot.Y >= box.Top && dot.Y < box.Bottom;

    private async Task<Outcome<Done>> MeasureAsync(string name) => await _painter.MeasureAsync(name, Layout, Stop);

    private async Task<CardImage> DrawAsync(FaceText face) => (await _painter.DrawAsync(face, Stop)).Value;
}
