using KioskSuite.Dev.Demo;

namespace KioskSuite.Dev.Proofs;

/// <summary>
/// Ten deliberate bugs, one after the other, in a copy of this tree: the cuts must find each, and nothing in the tree
/// as it is.
/// </summary>
internal sealed class BugProof(TextWriter output, TextWriter progress)
{
    private const string Folder = "tests/Simulation/bugs";

    /// <returns>0 when the tree as it is passes the cuts and every bug is found by the same cuts.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var tree = BugTree.Copy();
        await progress.WriteLineAsync("builds a copy of the tree …");
        await tree.BuildAsync(stop);
        var (sound, said) = await tree.CutAsync(stop);
        var cuts = Value(said, "cuts");
        await output.WriteLineAsync(
            sound && cuts.Length > 0
                ? $"the tree as it is: {cuts} cuts, all accounted for"
                : $"the tree as it is does not pass: {Value(said, "broken")} ({Value(said, "cut")})");
        var missed = sound && cuts.Length > 0 ? 0 : 1;
        var patches = Directory.GetFiles(Path.Combine(tree.Root, Folder), "*.patch").Order(StringComparer.Ordinal);
        foreach (var patch in patches)
        {
            missed += await TryAsync(tree, patch, stop) ? 0 : 1;
        }

        await output.WriteLineAsync(missed == 0 ? "every bug is found" : $"{missed} not as it must be");
        return missed == 0 ? 0 : 1;
    }

    private async Task<bool> TryAsync(BugTree tree, string patch, CancellationToken stop)
    {
        var name = Path.GetFileNameWithoutExtension(patch);
        try
        {
            await tree.PatchAsync(patch, stop);
            var (_, said) = await tree.CutAsync(stop);
            var (broken, cut) = (Value(said, "broken"), Value(said, "cut"));
            await output.WriteLineAsync(
                broken.Length > 0 ? $"{name,-24} {broken,-40} {cut}" : $"{name,-24} NOT FOUND");
            return broken.Length > 0;
        }
        catch (LauncherException e)
        {
            await output.WriteLineAsync($"{name,-24} {e.Message}");
            return false;
        }
        finally
        {
            tree.Undo();
        }
    }

    private static string Value(IReadOnlyList<string> said, string key) =>
        said.FirstOrDefault(l => l.StartsWith($"{key}: ", StringComparison.Ordinal))?[(key.Length + 2)..] ?? "";
}
