using System.ComponentModel;
using System.Diagnostics;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Simulation.Bugs;

/// <summary>The deliberate bugs still fit the code; whether the cuts find them is <c>./kiosk prove bugs</c>.</summary>
public sealed class PatchTests
{
    private static string Folder => Repository.PathTo("tests", "Simulation", "bugs");

    public static TheoryData<string> Patches =>
        [.. Directory.GetFiles(Folder, "*.patch").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_patch_still_applies_and_says_what_it_breaks(string patch)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, patch));
        lines[0].ShouldEndWith(".");
        lines.Count(l => l.StartsWith("diff ", StringComparison.Ordinal)).ShouldBe(1, "one file, one bug");

        (await CheckAsync(Path.Combine(Folder, patch))).ShouldBe("");
    }

    [Fact]
    public void There_are_ten() => Patches.Count.ShouldBe(10);

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
