using KioskSuite.CentralSystem;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Simulation.Cuts;

/// <summary>Counts the cuts made, and sorts those that went wrong by what did not hold.</summary>
internal sealed class CutTable
{
    private const int Shown = 8;
    private readonly SortedDictionary<string, (int Count, string First)> _wrong = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _endings = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public string Endings => string.Join(", ", _endings.Select(e => $"{e.Value} {e.Key}"));

    /// <summary>Empty, or for each invariant that did not hold how often, and the first cut that shows it.</summary>
    public string Wrong => _wrong.Count == 0 ? "" : string.Join('\n', _wrong.Take(Shown).Select(
        w => $"{w.Value.Count} of {Count} cuts: {w.Key}; the first:\n{w.Value.First}"));

    /// <summary>The path without a cut; every commit of it is a place to cut.</summary>
    public static async Task<CutRecorder> ForwardAsync(string path)
    {
        var seed = SeedFile.Read(Repository.PathTo("simulators", "seed.json"));
        var ran = await CutRun.ForwardAsync(seed, Path.All.Single(p => p.Name == path));
        Assert.True(ran.Wrong.Length == 0, $"{path}, not cut: {ran.Wrong}");
        return ran.Recorded!;
    }

    /// <summary>Shows a line in the output of all tests.</summary>
    public static void Print(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        Console.WriteLine(line);
    }

    public void Add(string cut, Ran ran)
    {
        Count++;
        var ending = ran.Ending.Length > 0 ? ran.Ending : "no case";
        _endings[ending] = _endings.GetValueOrDefault(ending) + 1;
        if (ran.Wrong.Length > 0)
        {
            var invariant = ran.Wrong.Split(':')[0];
            var known = _wrong.GetValueOrDefault(invariant, (Count: 0, First: $"  {cut}\n    {ran.Wrong}"));
            _wrong[invariant] = (known.Count + 1, known.First);
        }
    }
}
