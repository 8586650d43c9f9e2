using KioskSuite.CentralSystem;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// Power fails at every commit of every path, in every phase; whatever the devices then show and wherever central is,
/// the card is accounted for. Not a sample: all of them.
/// </summary>
public sealed class CutTests
{
    private readonly Seed _seed = SeedFile.Read(Repository.PathTo("simulators", "seed.json"));

    public static TheoryData<string> Paths => [.. Path.All.Select(p => p.Name)];

    public static TheoryData<string> PathsCutTwice => [.. Path.All.Where(p => p.CutTwice).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Whatever_is_cut_the_card_is_accounted_for(string path)
    {
        var table = new CutTable();
        var forward = await ForwardAsync(path);
        foreach (var cut in forward.Cuts)
        {
            foreach (var shows in Afterwards.Of(cut.Left))
            {
                foreach (var centre in Enum.GetValues<CentreIs>())
                {
                    var ran = await CutRun.SettleAsync(cut, shows, centre, again: false);
                    table.Add($"{cut}, printer {shows}, centre {centre}", ran);
                }
            }
        }

        Print(
            $"{path}: {table.Count} cuts = {forward.Boundaries} boundaries × "
            + $"{Enum.GetValues<Phase>().Length} phases × "
            + $"{Enum.GetValues<Shows>().Length} sightings (the first {(int)Shows.Gone} where no card is inside) × "
            + $"{Enum.GetValues<CentreIs>().Length} centres; {table.Endings}");
        Assert.True(table.Wrong.Length == 0, table.Wrong);
        forward.Cuts.Count.ShouldBe(forward.Boundaries * Enum.GetValues<Phase>().Length, "a cut was never reached");
    }

    [Theory]
    [MemberData(nameof(PathsCutTwice))]
    public async Task Whatever_is_cut_again_while_it_settles_the_card_is_accounted_for(string path)
    {
        var table = new CutTable();
        var forward = await ForwardAsync(path);
        var boundaries = 0;
        foreach (var cut in forward.Cuts)
        {
            var first = await CutRun.SettleAsync(cut, Shows.AsItIs, CentreIs.There, again: true);
            boundaries += first.Recorded!.Boundaries;
            foreach (var second in first.Recorded.Cuts)
            {
                var ran = await CutRun.SettleAsync(second, Shows.AsItIs, CentreIs.There, again: false);
                table.Add($"{cut}, then {second}", ran);
            }
        }

        Print(
            $"{path}, cut twice: {table.Count} cuts = {boundaries} boundaries of {forward.Cuts.Count} settling runs × "
            + $"{Enum.GetValues<Phase>().Length} phases; {table.Endings}");
        Assert.True(table.Wrong.Length == 0, table.Wrong);
        table.Count.ShouldBe(boundaries * Enum.GetValues<Phase>().Length, "a cut was never reached");
    }

    private async Task<CutRecorder> ForwardAsync(string path)
    {
        var ran = await CutRun.ForwardAsync(_seed, Path.All.Single(p => p.Name == path));
        Assert.True(ran.Wrong.Length == 0, $"{path}, not cut: {ran.Wrong}");
        return ran.Recorded!;
    }

    private static void Print(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        Console.WriteLine(line);
    }
}
