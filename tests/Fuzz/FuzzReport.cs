using System.Text.Json;

namespace KioskSuite.Fuzz;

/// <summary>The table of a run. Ends with the totals as the test programs print theirs.</summary>
internal sealed record FuzzReport(FuzzOptions Options, IReadOnlyList<TargetReport> Targets)
{
    private const int Shown = 160;

    /// <summary>Without planted bugs nothing may be found; with them, each must.</summary>
    /// <returns>0 when that holds.</returns>
    public async Task<int> PrintAsync(TextWriter output, JsonSerializerOptions json)
    {
        var failed = Targets.Count(t => t.Finding.Length > 0 != Options.Planted.Count > 0);
        if (Options.Json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(this, json));
            return failed == 0 ? 0 : 1;
        }

        var planted = Options.Planted.Count > 0 ? ", a bug planted in each" : "";
        await output.WriteLineAsync($"seed {Options.Seed}, {Targets.Sum(t => t.Executions)} executions{planted}");
        await output.WriteLineAsync("parser                  executions  blocks  corpus   accepted  most allocated");
        foreach (var t in Targets)
        {
            await output.WriteLineAsync(
                $"{t.Name,-22} {t.Executions,11} {t.Blocks,7} {t.Corpus,7} {t.Accepted,10} {t.MostAllocated,13} B"
                + (t.Finding.Length > 0 ? $"  found after {t.FoundAfter}: {Cut(t.Finding)}" : ""));
        }

        await output.WriteLineAsync($"Total: {Targets.Count}, Errors: 0, Failed: {failed}, Skipped: 0");
        return failed == 0 ? 0 : 1;
    }

    private static string Cut(string finding) => finding.Length <= Shown ? finding : $"{finding[..Shown]}…";
}
