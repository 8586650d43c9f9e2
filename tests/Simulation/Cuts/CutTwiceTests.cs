namespace KioskSuite.Simulation.Cuts;

/// <summary>Power fails again while the next start settles what the first cut left.</summary>
public sealed class CutTwiceTests
{
    public static TheoryData<string> PathsCutTwice => [.. Path.All.Where(p => p.CutTwice).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(PathsCutTwice))]
    public async Task Whatever_is_cut_again_while_it_settles_the_card_is_accounted_for(string path)
    {
        var table = new CutTable();
        var forward = await CutTable.ForwardAsync(path);
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

        CutTable.Print(
            $"{path}, cut twice: {table.Count} cuts = {boundaries} boundaries of {forward.Cuts.Count} settling runs × "
            + $"{Enum.GetValues<Phase>().Length} phases; {table.Endings}");
        Assert.True(table.Wrong.Length == 0, table.Wrong);
        table.Count.ShouldBe(boundaries * Enum.GetValues<Phase>().Length, "a cut was never reached");
    }
}
