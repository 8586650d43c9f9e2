using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Spectre.Console;

namespace KioskSuite.ConsoleTool;

/// <summary>The kiosk from its own journal, and beside it what the service says when it runs.</summary>
internal sealed class StatusCommand(IAnsiConsole console, TimeProvider time)
{
    private const int AtOnce = 512;

    public async Task<int> RunAsync(string path, string? evidence, Uri? service, CancellationToken stop)
    {
        var answer = service is null ? null : await ServiceStatus.AskAsync(service, time, stop);
        ShowJournal(path);
        if (evidence is not null)
            ShowEvidence(evidence);
        if (answer is null)
            return 0;
        console.Heading($"Service {service}");
        console.Write(Screen.Facts([.. answer.Facts]));
        if (answer.Devices.Count > 0)
            new DeviceLines(console, time).Show(answer.Devices);
        return 0;
    }

    private void ShowJournal(string path)
    {
        using var reader = JournalReader.Open(path);
        var state = Fold(reader);
        if (state.Head is not { } head)
        {
            console.MarkupLine("[red]the journal has no entry[/]");
            return;
        }

        var epoch = reader.Epoch(head.Epoch);
        console.Heading($"Journal {SafeText.Of(path, 200)}");
        console.Write(Screen.Facts(
            ("epoch", $"{head.Epoch}  {Hex(epoch?.Id)}  {SafeText.Of(epoch?.Reason ?? "unknown")}"),
            ("head", $"{head.Seq}  {Hex(head.Hash)}  {Screen.Time(time, head.At)}  {SafeText.Of(head.Kind)}"),
            ("last start", Start(state)),
            ("opened", head.Boot == 1 ? "once" : $"{head.Boot} times")));
        if (state.Unreadable > 0)
            console.MarkupLine($"[red]entries of a known kind that cannot be read: {state.Unreadable}[/]");
        ShowCases(state);
        ShowCards(state);
    }

    private static KioskState Fold(JournalReader reader)
    {
        var state = new KioskState();
        IReadOnlyList<Entry> entries;
        do
        {
            entries = reader.Read((state.Head?.Seq ?? 0) + 1, AtOnce);
            foreach (var entry in entries)
            {
                state.Take(entry);
            }
        }
        while (entries.Count == AtOnce);
        return state;
    }

    private string Start(KioskState state) => state.LastStart is { } start
        ? $"{Screen.Time(time, start.Entry.At)}  {SafeText.Of(start.Software)}"
        : "none recorded";

    private void ShowCases(KioskState state)
    {
        console.Heading("Open cases");
        var table = Screen.Table("case", "since", "journey", "last");
        foreach (var open in state.Cases)
        {
            table.AddRow(
                new Text($"{open.Case}"), new Text(Screen.Time(time, open.Since)), new Text(SafeText.Of(open.Journey)),
                new Text(SafeText.Of(open.Last)));
        }

        WriteOr(table, "none");
    }

    /// <summary>Only counted: names and sizes say enough, and nobody here can open one.</summary>
    private void ShowEvidence(string folder)
    {
        console.Heading($"Evidence {SafeText.Of(folder, 200)}");
        try
        {
            var waiting = new DirectoryInfo(folder).GetFiles("*" + EvidenceFiles.Ending);
            var oldest = waiting.Min(f => (DateTimeOffset?)f.LastWriteTimeUtc);
            console.Write(Screen.Facts(
                ("waiting", $"{waiting.Length} files, {waiting.Sum(f => f.Length) / 1024} KiB"),
                ("oldest", oldest is { } at ? Screen.Time(time, at.ToUnixTimeMilliseconds()) : "none")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.MarkupLine("  [red]the folder cannot be read[/]");
        }
    }

    private void ShowCards(KioskState state)
    {
        console.Heading("Cards");
        var places = Screen.Table("place", "cards");
        places.Columns[1].RightAligned();
        foreach (var (place, cards) in state.Stock.Where(s => s.Value != 0))
        {
            var style = new Style(cards < 0 ? Color.Red : Color.Default);
            places.AddRow(new Text(Word(place)), new Text($"{cards}", style));
        }

        WriteOr(places, "none counted or moved");
        foreach (var (item, place) in state.Inside)
        {
            console.WriteLine($"  {SafeText.Of(item)} is at {Word(place)}");
        }

        foreach (var card in state.OnTheWay)
        {
            var what = $"{SafeText.Of(card.Item)} {(card.Stuck ? "stuck" : "not seen again")}";
            console.MarkupLineInterpolated($"  [yellow]{what} between {Word(card.From)} and {Word(card.To)}[/]");
        }
    }

    private void WriteOr(Table table, string none)
    {
        if (table.Rows.Count == 0)
            console.MarkupLine($"  [grey]{none}[/]");
        else
            console.Write(table);
    }

    private static string Hex(byte[]? bytes) =>
        bytes is { Length: >= 4 } ? Convert.ToHexStringLower(bytes.AsSpan(0, 4)) : "?";

    private static string Word(Place place) => place switch
    {
        Place.ChipStation => "chip station",
        _ => place.ToString().ToLowerInvariant(),
    };
}
