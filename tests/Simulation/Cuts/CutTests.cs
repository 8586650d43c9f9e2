namespace KioskSuite.Simulation.Cuts;

/// <summary>
/// Power fails at every commit of every path, in every phase; whatever the devices then show and wherever central is,
/// the card is accounted for. Not a sample: all of them.
/// </summary>
public sealed class CutTests
{
    public static TheoryData<string> Paths => [.. Path.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Whatever_is_cut_the_card_is_accounted_for(string path)
    {
        var table = new CutTable();
        var forward = await CutTable.ForwardAsync(path);
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

        CutTable.Print(
            $"{path}: {table.Count} cuts = {forward.Boundaries} boundaries × "
            + $"{Enum.GetValues<Phase>().Length} phases × "
            + $"{Enum.GetValues<Shows>().Length} sightings (the first {(int)Shows.Gone} where no card is inside) × "
            + $"{Enum.GetValues<CentreIs>().Length} centres; {table.Endings}");
        Assert.True(table.Wrong.Length == 0, table.Wrong);
        forward.Cuts.Count.ShouldBe(forward.Boundaries * Enum.GetValues<Phase>().Length, "a cut was never reached");
    }
}
