using Spectre.Console;

namespace KioskSuite.ConsoleTool;

/// <summary>The terminal, or a pipe as wide as a field engineer's window.</summary>
internal static class Screen
{
    private const int PipeWidth = 100;
    private const int NameWidth = 12;

    // Year 5138; beyond it the clock was wrong or the entry is damaged.
    private const long MaxMilliseconds = 100_000_000_000_000;

    public static IAnsiConsole Open()
    {
        if (!System.Console.IsOutputRedirected)
            return AnsiConsole.Create(new AnsiConsoleSettings());
        var plain = new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors };
        var pipe = AnsiConsole.Create(plain);
        pipe.Profile.Width = PipeWidth;
        return pipe;
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
        var names = facts.Select(fact => fact.Name.Length).DefaultIfEmpty(0).Max();
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Width(Math.Max(names, NameWidth))).AddColumn();
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
}
