using System.CommandLine;
using KioskSuite.Journal;
using Spectre.Console;

namespace KioskSuite.ConsoleTool;

/// <summary>
/// What <c>kioskctl</c> understands. Exit codes: 0 done and good, 1 the log is bad, 2 it could not be done (usage, no
/// such file, not a log, written by a newer program).
/// </summary>
internal static class CommandLine
{
    private const int CouldNot = 2;

    public static async Task<int> RunAsync(string[] args, IAnsiConsole console, TimeProvider time)
    {
        var root = new RootCommand("Looks at a kiosk: its journal on disk, and its service when that runs.")
        {
            Journal(console, time),
            Status(console, time),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await System.Console.Error.WriteLineAsync($"kioskctl: {error.Message}");
            }

            return CouldNot;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return CouldNot;
        }
        catch (JournalException e)
        {
            await System.Console.Error.WriteLineAsync($"kioskctl: {e.Message}");
            return e.Fault == JournalFault.Damaged ? 1 : CouldNot;
        }
    }

    private static Command Journal(IAnsiConsole console, TimeProvider time)
    {
        var path = Path(required: true);
        var verify = new Command("verify", "Recomputes every hash; names the first bad sequence.") { path };
        verify.SetAction(parsed => VerifyCommand.Run(parsed.GetRequiredValue(path), console));

        var @case = new Option<ulong?>("--case") { Description = "Only entries of this case (its first sequence)." };
        var last = new Option<int>("--last")
        {
            Description = "How many of the newest entries.",
            DefaultValueFactory = _ => 50,
        };
        last.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > ShowCommand.Most)
                result.AddError($"--last is 1 to {ShowCommand.Most}");
        });
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var show = new Command("show", "List entries, newest last.") { path, @case, last, json };
        show.SetAction(parsed => new ShowCommand(console, time).Run(
            parsed.GetRequiredValue(path), parsed.GetValue(@case), parsed.GetValue(last), parsed.GetValue(json)));
        return new Command("journal", "The append-only log; the service may run or not.") { verify, show };
    }

    private static Command Status(IAnsiConsole console, TimeProvider time)
    {
        var path = Path(required: false);
        path.DefaultValueFactory = _ => "/var/lib/kiosk/journal.db";
        var service = new Option<Uri?>("--service")
        {
            Description = "The service, such as http://127.0.0.1:8080.",
            HelpName = "URL",
            CustomParser = result =>
            {
                var isUri = Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri);
                if (isUri && uri is { Scheme: "http" or "https" })
                    return uri;
                result.AddError("--service is an http address");
                return null;
            },
        };
        var evidence = new Option<string?>("--evidence")
        {
            Description = "The folder of sealed files that wait for central.",
            HelpName = "FOLDER",
        };
        var status = new Command("status", "Where the kiosk stands: log, cases, cards, evidence, service.")
        {
            path, service, evidence,
        };
        status.SetAction((parsed, stop) => new StatusCommand(console, time).RunAsync(
            parsed.GetRequiredValue(path), parsed.GetValue(evidence), parsed.GetValue(service), stop));
        return status;
    }

    private static Option<string> Path(bool required) =>
        new("--journal") { Description = "The journal's database file.", Required = required, HelpName = "PATH" };
}
