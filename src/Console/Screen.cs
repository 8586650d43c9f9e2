using Spectre.Console;

namespace KioskSuite.ConsoleTool;

/// <summary>The terminal, or a pipe as wide as a field engineer's window.</summary>
internal static class Screen
{
    private const int PipeWidth = 100;

    public static IAnsiConsole Open()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = PipeWidth;
        return console;
    }

    /// <summary>A table without walls, which stays readable when it is mailed.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Markup($"[grey]{column}[/]")));
        }

        return table;
    }

    /// <summary>Names on the left, values on the right.</summary>
    public static Grid Facts(params (string Name, string Value)[] facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Width(12)).AddColumn();
        foreach (var (name, value) in facts)
        {
            grid.AddRow(new Markup($"[grey]{Markup.Escape(name)}[/]"), new Text(value));
        }

        return grid;
    }

    public static void Heading(this IAnsiConsole console, string text) =>
        console.MarkupLine($"\n[bold]{Markup.Escape(text)}[/]");

    public static string Time(TimeProvider time, long unixMilliseconds) =>
        Math.Abs(unixMilliseconds) > MaxMilliseconds
            ? "no time"
            : TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds), time.LocalTimeZone)
                .ToString("yyyy-MM-dd HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);

    // Year 5138; beyond it the clock was wrong or the entry is damaged.
    private const long MaxMilliseconds = 100_000_000_000_000;
}
