using System.Text.Json;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>The rates that the repository promises not to exceed.</summary>
internal sealed record CommittedFigures(SortedDictionary<string, double> Apcer, double Bpcer, double Bpnrr);

/// <summary>Reads and writes <c>figures.json</c>, and compares.</summary>
internal static class Committed
{
    private const double MostBpcer = 0.05;
    private const double Tolerance = 1e-4;
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, IndentSize = 2 };

    private static string Path => System.IO.Path.Combine(
        Repository(), "tests", "Benchmarks", "PadSuite", "figures.json");

    /// <summary>What has become worse, in words; empty when nothing has.</summary>
    public static IReadOnlyList<string> Worse(Report report) => Worse(report, Of(report.Mode));

    /// <summary>What is committed for this mode, or null.</summary>
    public static CommittedFigures? Of(string mode) => Read().GetValueOrDefault(mode);

    internal static IReadOnlyList<string> Worse(Report report, CommittedFigures? known)
    {
        var worse = new List<string>();
        foreach (var (species, row) in report.Figures.Species)
        {
            var limit = known?.Apcer.GetValueOrDefault(species) ?? 0;
            if (row.AcceptedShare > limit + Tolerance)
            {
                worse.Add($"APCER of {species} is {row.AcceptedShare:P1}, committed {limit:P1}");
            }
        }

        var live = report.Figures.Live;
        if (live.RejectedShare > MostBpcer)
        {
            worse.Add($"BPCER is {live.RejectedShare:P1}, at most {MostBpcer:P0}");
        }

        if (live.NoResponseShare > (known?.Bpnrr ?? 0) + MostBpcer)
        {
            worse.Add($"BPNRR is {live.NoResponseShare:P1}, committed {known?.Bpnrr ?? 0:P1}");
        }

        if (!report.IsChanceWhenShuffled)
        {
            worse.Add($"with labels shuffled the separation is {report.Shuffled.Mean:F3}: truth leaks");
        }

        return worse;
    }

    public static void Write(Report report)
    {
        var all = Read();
        var apcer = report.Figures.Species.ToDictionary(row => row.Key, row => Math.Round(row.Value.AcceptedShare, 4));
        all[report.Mode] = new(
            new(apcer, StringComparer.Ordinal), Math.Round(report.Figures.Live.RejectedShare, 4),
            Math.Round(report.Figures.Live.NoResponseShare, 4));
        File.WriteAllText(Path, JsonSerializer.Serialize(all, s_json) + "\n");
    }

    private static SortedDictionary<string, CommittedFigures> Read() =>
        File.Exists(Path) && JsonSerializer.Deserialize<SortedDictionary<string, CommittedFigures>>(
            File.ReadAllBytes(Path), s_json) is { } read
            ? new(read, StringComparer.Ordinal)
            : new(StringComparer.Ordinal);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "KioskSuite.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("run the suite inside its repository");
    }
}
