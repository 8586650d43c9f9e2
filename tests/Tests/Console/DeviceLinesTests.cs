using System.Text.Json;
using KioskSuite.ConsoleTool;
using KioskSuite.Devices;
using KioskSuite.Service.Health;
using KioskSuite.Tests.Support;
using Spectre.Console;

namespace KioskSuite.Tests.ConsoleTool;

/// <summary>Devices for somebody who kneels before the machine.</summary>
public sealed class DeviceLinesTests
{
    [Fact]
    public void Every_fault_that_the_service_can_say_has_its_advice()
    {
        var words = Enum.GetValues<DeviceFault>().Where(f => f != DeviceFault.None).Select(Words.Of).ToList();
        words.Except(FaultAdvice.Table.Keys).ShouldBeEmpty();
        FaultAdvice.Table.Keys.Except(words).ShouldBeEmpty();
        FaultAdvice.Table.Values.ShouldAllBe(a => a.Who == "customer" || a.Who == "teller" || a.Who == "engineer");
        FaultAdvice.Of("of-a-later-version").Do.ShouldContain("kioskctl");
    }

    [Fact]
    public void What_is_wrong_since_when_who_mends_it_and_what_comes_soon()
    {
        var output = Show("""
            [{"name":"idReader","link":"serial","state":"ready","fault":"","soon":"","since":1767225600000},
             {"name":"printer","link":"tcp","state":"hindered","fault":"cover-open","soon":"feeder-low",
              "since":1767225360000}]
            """);

        output.ShouldContain("  idReader  serial  ready     since 2026");
        output.ShouldMatch(@"  printer   tcp     hindered  since .* \(4 min\)");
        output.ShouldContain("    now   the cover stands open (cover-open)\n    who   teller; the kiosk notices");
        output.ShouldContain("    do    Close the cover until it clicks.\n    soon  few blanks are left (feeder-low)");
        output.Split('\n').ShouldAllBe(line => line.Length <= 100);
    }

    [Theory]
    [InlineData("""{"name":"a","state":5}""")]
    [InlineData("""{"state":"ready"}""")]
    [InlineData("""["printer"]""")]
    [InlineData("null")]
    public void Anything_else_is_no_device(string json) =>
        DeviceLine.Parse(JsonDocument.Parse(json).RootElement).ShouldBeNull();

    [Fact]
    public void A_hostile_record_is_one_plain_line()
    {
        var output = Show("""
            [{"name":"a\u001b[31m\nb","link":6222021234567890123,"state":"6222 0212 3456 7890 123",
              "fault":"[red]x","soon":"","since":1e300}]
            """);

        output.ShouldNotContain("\u001b");
        output.ShouldNotContain("622202");
        output.ShouldContain("[red]x");
    }

    [Fact]
    public void Every_advice_fits_a_narrow_terminal() => FaultAdvice.Table.Values
        .ShouldAllBe(a => a.Means.Length <= 40 && a.Do.Length <= 60);

    private static string Show(string json)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var plain = new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) };
        var console = AnsiConsole.Create(plain);
        console.Profile.Width = 100;
        using var body = JsonDocument.Parse(json);
        var devices = body.RootElement.EnumerateArray().Select(DeviceLine.Parse).OfType<DeviceLine>().ToList();
        new DeviceLines(console, new VirtualTime()).Show(devices);
        return text.ToString();
    }
}
