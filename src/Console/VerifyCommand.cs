using KioskSuite.Journal;
using Spectre.Console;

namespace KioskSuite.ConsoleTool;

/// <summary><c>ok N entries</c> and 0, or <c>bad SEQ why</c> and 1.</summary>
internal static class VerifyCommand
{
    public static int Run(string path, IAnsiConsole console)
    {
        var found = JournalVerifier.Verify(path);
        console.MarkupLine($"[{(found.Ok ? "green" : "red")}]{Markup.Escape(found.ToString())}[/]");
        return found.Ok ? 0 : 1;
    }
}
