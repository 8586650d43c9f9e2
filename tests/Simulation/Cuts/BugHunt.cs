using KioskSuite.CentralSystem;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// The cuts by which <c>./kiosk prove bugs</c> tells a tree with a deliberate bug from a sound one: always the same,
/// and only when asked for. The first that finds something is enough.
/// </summary>
public sealed class BugHunt
{
    private static readonly string[] s_paths = ["taken", "not taken", "first chip mute"];
    private static readonly Shows[] s_shows = [Shows.AsItIs, Shows.DeadForEver, Shows.Gone, Shows.PushedOut];
    private readonly Seed _seed = SeedFile.Read(Repository.PathTo("simulators", "seed.json"));

    [Fact(Explicit = true)]
    public async Task No_cut_finds_a_bug()
    {
        var count = 0;
        foreach (var path in Path.All.Where(p => s_paths.Contains(p.Name)))
        {
            var forward = await CutRun.ForwardAsync(_seed, path);
            Require(forward, $"{path}, not cut at all");
            foreach (var (cut, shows, centre) in Rows(forward.Recorded!.Cuts))
            {
                count++;
                Require(
                    await CutRun.SettleAsync(cut, shows, centre, again: false),
                    $"{path}, {cut}, printer {shows}, centre {centre}");
            }
        }

        Console.WriteLine($"cuts: {count}");
    }

    private static IEnumerable<(Cut Cut, Shows Shows, CentreIs Centre)> Rows(IReadOnlyList<Cut> cuts) =>
        from cut in cuts
        from shows in Afterwards.Of(cut.Left).Intersect(s_shows)
        from centre in Enum.GetValues<CentreIs>()
        select (cut, shows, centre);

    private static void Require(Ran ran, string cut)
    {
        if (ran.Wrong.Length > 0)
        {
            Console.WriteLine($"broken: {ran.Wrong.Split(':')[0]}");
            Console.WriteLine($"cut: {cut}");
            Assert.Fail($"{cut}\n    {ran.Wrong}");
        }
    }
}
