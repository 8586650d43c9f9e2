using System.Diagnostics;
using System.Text.Json;
using KioskSuite.Journal;
using KioskSuite.Tests.Journal;

namespace KioskSuite.Tests.ConsoleTool;

/// <summary>The built program, as a field engineer starts it.</summary>
public sealed class KioskctlTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private string Log => _folder.File("journal.db");

    public async ValueTask InitializeAsync()
    {
        await using var log = await JournalStore.OpenAsync(
            new JournalOptions(Log), TimeProvider.System, CancellationToken.None);
        await SampleLog.WriteAsync(log);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Verify_says_ok_and_after_one_changed_byte_names_the_sequence()
    {
        (await RunAsync("journal", "verify", "--journal", Log)).ShouldBe((0, "ok 18 entries\n", ""));
        using (var raw = RawDatabase.Open(Log))
        {
            raw.Run("DROP TRIGGER entry_never_changes; UPDATE entry SET boot = 2 WHERE seq = 7");
        }

        (await RunAsync("journal", "verify", "--journal", Log)).ShouldBe((1, "bad 7 hash\n", ""));
    }

    [Fact]
    public async Task It_reads_beside_a_running_writer()
    {
        await using var log = await JournalStore.OpenAsync(
            new JournalOptions(Log), TimeProvider.System, CancellationToken.None);
        await log.AppendAsync([new Fact("fresh.entry", default)], CancellationToken.None);

        (await RunAsync("journal", "verify", "--journal", Log)).Output.ShouldBe("ok 19 entries\n");
        (await RunAsync("journal", "show", "--journal", Log, "--last", "1")).Output.ShouldContain("fresh.entry");
    }

    [Fact]
    public async Task Show_lists_entries_in_words_within_a_hundred_columns_and_never_a_payload()
    {
        var (exit, output, _) = await RunAsync("journal", "show", "--journal", Log);

        exit.ShouldBe(0);
        output.ShouldContain("item blank-1, from hopper, to exit");
        output.ShouldContain("place hopper, n 50");
        output.ShouldContain("call stop card, request 77 bytes");
        output.ShouldContain("of 15, fault CardJam");
        output.ShouldContain("12 bytes");
        output.ShouldNotContain("SECRET");
        output.Split('\n').ShouldAllBe(line => line.Length <= 100);
    }

    [Fact]
    public async Task Show_can_be_narrowed_to_a_case_and_to_the_newest()
    {
        var ofCase = await RunAsync("journal", "show", "--journal", Log, "--case", $"{SampleLog.FirstCase}");
        ofCase.Output.ShouldContain("case.ended");
        ofCase.Output.ShouldNotContain("blank-2");

        var newest = await RunAsync("journal", "show", "--journal", Log, "--last", "3", "--json");
        var lines = newest.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var entries = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        entries.Select(e => e.GetProperty("seq").GetInt32()).ShouldBe([16, 17, 18]);
        entries[0].GetProperty("fields").GetProperty("fault").GetString().ShouldBe("CardJam");
        entries[1].TryGetProperty("fields", out _).ShouldBeFalse();
        newest.Output.ShouldNotContain("SECRET");
    }

    [Fact]
    public async Task What_cannot_be_done_exits_with_two_and_one_line()
    {
        var missing = await RunAsync("journal", "verify", "--journal", _folder.File("none.db"));
        missing.ShouldBe((2, "", "kioskctl: journal: no database at this path\n"));
        await File.WriteAllTextAsync(_folder.File("text.db"), new string('x', 5000));
        var foreign = await RunAsync("journal", "show", "--journal", _folder.File("text.db"));
        foreign.ShouldBe((2, "", "kioskctl: journal: not a database\n"));
        var usage = await RunAsync("journal", "show", "--journal", Log, "--last", "0");
        (usage.ExitCode, usage.Output, usage.Error).ShouldBe((2, "", "kioskctl: --last is 1 to 100000\n"));
        (await RunAsync("journal", "verify")).ExitCode.ShouldBe(2);
        (await RunAsync("--help")).ExitCode.ShouldBe(0);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "kioskctl.dll"), .. args];
        var start = new ProcessStartInfo("dotnet", all)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
