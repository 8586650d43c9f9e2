using System.Text.Json;
using KioskSuite.Journal;
using Spectre.Console;

namespace KioskSuite.ConsoleTool;

/// <summary>Entries as a table or as JSON lines; never a payload's bytes.</summary>
internal sealed class ShowCommand(IAnsiConsole console, TimeProvider time)
{
    public const int Most = 100_000;

    private const int MostOfACase = 4096;

    public int Run(string path, ulong? @case, int last, bool json)
    {
        using var reader = JournalReader.Open(path);
        var entries = @case is { } one ? [.. reader.ReadCase(one, MostOfACase).TakeLast(last)] : reader.ReadLast(last);
        if (json)
            WriteJson(entries);
        else
            WriteTable(entries);
        return 0;
    }

    private void WriteTable(IReadOnlyList<Entry> entries)
    {
        if (entries.Count == 0)
        {
            console.MarkupLine("[grey]no entries[/]");
            return;
        }

        var table = Screen.Table("seq", "time", "case", "kind", "what").Expand();
        table.Columns[0].RightAligned().NoWrap();
        table.Columns[1].NoWrap();
        table.Columns[2].RightAligned().NoWrap();
        foreach (var entry in entries)
        {
            table.AddRow(
                new Text($"{entry.Seq}"),
                new Text(Screen.Time(time, entry.At)[5..]),
                new Text(entry.Case == 0 ? "" : $"{entry.Case}"),
                new Text(SafeText.Of(entry.Kind, 24), new Style(Colour(entry.Kind))),
                new Text(EntryFields.Line(entry)));
        }

        console.Write(table);
    }

    private static Color Colour(string kind) => kind.Split('.')[^1] switch
    {
        "failed" or "stuck" or "refused" => Color.Red,
        "done" or "moved" or "answered" => Color.Green,
        "intended" or "moving" or "asked" => Color.Yellow,
        _ => Color.Default,
    };

    private static void WriteJson(IReadOnlyList<Entry> entries)
    {
        using var output = System.Console.OpenStandardOutput();
        foreach (var entry in entries)
        {
            using (var line = new Utf8JsonWriter(output))
            {
                Write(line, entry);
            }

            output.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter line, Entry entry)
    {
        line.WriteStartObject();
        line.WriteNumber("seq", entry.Seq);
        line.WriteNumber("epoch", entry.Epoch);
        line.WriteNumber("at", entry.At);
        line.WriteNumber("boot", entry.Boot);
        line.WriteNumber("mono", entry.Mono);
        line.WriteNumber("case", entry.Case);
        line.WriteString("kind", SafeText.Of(entry.Kind));
        line.WriteNumber("bytes", entry.Payload.Length);
        if (EntryFields.Of(entry) is { } fields)
        {
            line.WriteStartObject("fields");
            foreach (var (name, value) in fields)
            {
                line.WriteString(name, value);
            }

            line.WriteEndObject();
        }

        line.WriteString("hash", Convert.ToHexStringLower(entry.Hash));
        line.WriteEndObject();
    }
}
