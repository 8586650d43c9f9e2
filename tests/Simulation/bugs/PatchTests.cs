using System.ComponentModel;
using System.Diagnostics;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Simulation.Bugs;

/// <summary>
/// The deliberate bugs still fit the code; whether they are found is <c>./kiosk prove bugs</c> and
/// <c>./kiosk prove parsers</c>.
/// </summary>
public sealed class PatchTests
{
    private static readonly string[] s_folders =
        ["tests/Simulation/bugs", "tests/Fuzz/plants/own", "tests/Fuzz/plants/shared"];

    public static TheoryData<string> Patches =>
    [
        .. s_folders.SelectMany(folder => Directory.GetFiles(Repository.PathTo(folder), "*.patch"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_patch_still_applies_and_says_what_it_breaks(string patch)
    {
        var lines = await File.ReadAllLinesAsync(Repository.PathTo(patch));
        lines[0].ShouldEndWith(".");
        lines.Count(l => l.StartsWith("diff ", StringComparison.Ordinal)).ShouldBe(1, "one file, one bug");

        (await CheckAsync(Repository.PathTo(patch))).ShouldBe("");
    }

    [Fact]
    public void There_are_ten_in_the_journey_and_one_in_each_parser() => Patches.Count.ShouldBe(10 + 14);

    private static async Task<string> CheckAsync(string patch)
    {
        var start = new ProcessStartInfo("git", ["apply", "--check", patch])
        {
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        try
        {
            using var git = Process.Start(start)!;
            var said = await git.StandardError.ReadToEndAsync();
            await git.WaitForExitAsync();
            return git.ExitCode == 0 ? "" : said;
        }
        catch (Win32Exception e)
        {
            Assert.Skip($"git cannot be started: {e.Message}");
            throw;
        }
    }
}
