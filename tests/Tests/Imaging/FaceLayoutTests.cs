using System.Text;
using KioskSuite.Imaging;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Imaging;

public sealed class FaceLayoutTests
{
    private static readonly string Shipped =
        File.ReadAllText(Repository.PathTo("src", "Imaging", "Layouts", "debit-classic.json"));

    [Fact]
    public void Every_shipped_layout_holds_and_is_named_like_its_file()
    {
        foreach (var file in Directory.GetFiles(Repository.PathTo("src", "Imaging", "Layouts"), "*.json"))
        {
            var layout = FaceLayout.Parse(File.ReadAllBytes(file), out var wrong);
            wrong.ShouldBeEmpty();
            layout.ShouldNotBeNull().Id.ShouldBe(Path.GetFileNameWithoutExtension(file));
        }
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 1, \"colour\": 2", "colour")]
    [InlineData("\"weight\": \"bold\"", "\"weight\": \"bold\", \"italic\": true", "italic")]
    [InlineData("\"petals\": 20", "\"petals\": 20, \"speed\": 1", "speed")]
    [InlineData("\"version\": 1", "\"version\": 0", "version")]
    [InlineData("\"version\": 1", "\"version\": 1, \"version\": 2", "version")]
    [InlineData("\"kind\": \"disc\"", "\"kind\": \"star\"", "star")]
    [InlineData("\"petals\": 20", "\"petals\": 1000000", "Rosette")]
    [InlineData("\"length\": 508", "\"length\": 0", "Waves")]
    [InlineData("#FBF8EE", "#FBF8EG", "colour")]
    [InlineData("\"weight\": \"bold\"", "\"weight\": \"heavy\"", "weight")]
    [InlineData("\"width\": 836", "\"width\": 1836", "text place")]
    [InlineData("\"smallest\": 28", "\"smallest\": 47", "text place")]
    [InlineData("\"smallest\": 28,", "", "smallest")]
    [InlineData("\"font\": \"Noto Sans CJK SC\"", "\"font\": null", "font")]
    public void What_is_wrong_in_a_layout_is_named(string right, string changed, string named)
    {
        var at = Shipped.IndexOf(right, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        var json = Shipped[..at] + changed + Shipped[(at + right.Length)..];
        FaceLayout.Parse(Encoding.UTF8.GetBytes(json), out var wrong).ShouldBeNull();
        wrong.ShouldContain(named, Case.Insensitive);
    }

    [Fact]
    public void No_colour_of_the_design_is_so_dark_that_black_text_on_it_is_hard_to_read()
    {
        // Behind the texts stand ridges, plates and waves; WCAG 2.2 asks a contrast of 4.5 at least.
        var layout = FaceLayout.Parse(Encoding.UTF8.GetBytes(Shipped), out _)!;
        var colours = layout.Shapes.OfType<Ridge>().SelectMany(ridge => ridge.Fill.Stops)
            .Concat(layout.Shapes.OfType<Plate>().SelectMany(plate => plate.Fill.Stops))
            .Select(stop => stop.Colour);
        foreach (var colour in colours) Contrast(colour).ShouldBeGreaterThan(4.5);
    }

    private static double Contrast(Colour colour)
    {
        static double Linear(byte value)
        {
            var part = value / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }

        var light = (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue));
        return (light + 0.05) / 0.05;
    }
}
