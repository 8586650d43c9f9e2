using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Tests.CardPrinter;

/// <summary>
/// From the painter's process through panels and TCP to the card in the simulated printer, dot by dot (N37).
/// </summary>
public sealed class PrintedFaceTests : IAsyncDisposable
{
    private const int NameTop = 538;
    private const int NameBottom = 604;
    private const int NameLeft = 96;
    private const int NameRight = 736;

    private readonly ImagingProcess _painter =
        new(new ImagingOptions { Deadline = TimeSpan.FromSeconds(60) }, TimeProvider.System);

    [Theory]
    [InlineData("林晓雨")]
    [InlineData("𠮷田明")]
    [InlineData("阿卜杜拉·买买提·依明江")]
    public async Task The_card_shows_exactly_what_was_drawn_and_the_whole_name(string name)
    {
        var stop = TestContext.Current.CancellationToken;
        var drawn = (
            await _painter.DrawAsync(new("6217000000000000123", name, "08/31", "debit-classic", 1), stop)).Value;
        await using var rig = await EvolisRig.StartAsync(shortly: false, []);

        var printed = await PrintAsync(rig, drawn, stop);

        printed.ShouldBe(rig.Printable(drawn));
        var ink = InkOfName(printed);
        ink.Count.ShouldBeGreaterThan(200);
        ink.ShouldBe(InkOfName(drawn.Rgb));
        ink.Max(dot => dot.X).ShouldBeLessThan(NameRight - 1, "a clipped name ends at the edge of its box");
    }

    public ValueTask DisposeAsync() => _painter.DisposeAsync();

    private static async Task<byte[]> PrintAsync(EvolisRig rig, CardImage face, CancellationToken stop)
    {
        var acts = new HashSet<string> { "feed", "personalise", "stripe", "print", "present" };
        var permit = new IssuePermit("T-1", acts, new HashSet<string> { "BLANK" }, new byte[16]);
        (await rig.Printer.OpenAsync(stop)).Failure.ShouldBeNull();
        (await rig.Printer.FeedAsync(permit, stop)).Failure.ShouldBeNull();
        (await rig.Printer.LeaveStationAsync(permit, stop)).Failure.ShouldBeNull();
        (await rig.Printer.PrintAsync(permit, face, stop)).Failure.ShouldBeNull();
        return rig.World.At(Place.Printer).ShouldNotBeNull().Face.ShouldNotBeNull();
    }

    private static List<(int X, int Y)> InkOfName(byte[] rgb) =>
        [.. from y in Enumerable.Range(NameTop, NameBottom - NameTop)
            from x in Enumerable.Range(NameLeft, NameRight - NameLeft)
            let dot = ((y * CardImage.Width) + x) * 3
            where rgb[dot] == 0 && rgb[dot + 1] == 0 && rgb[dot + 2] == 0
            select (x, y)];
}
