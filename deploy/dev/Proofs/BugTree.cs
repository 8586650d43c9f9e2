using System.Diagnostics;
using KioskSuite.Dev.Demo;

namespace KioskSuite.Dev.Proofs;

/// <summary>A copy of this checkout in a temporary folder, to be patched, built and tried; gone at the end.</summary>
internal sealed class BugTree : IDisposable
{
    private const string Simulation = "tests/Simulation";
    private const string NoAnalyzers = "-p:RunAnalyzers=false";
    private const string Changed = "+++ b/";
    private static readonly string[] s_left = [".git", "artifacts", "bin", "obj"];

    private string _source = "";
    private string _used = "";

    private BugTree(string root) => Root = root;

    public string Root { get; }

    public static BugTree Copy()
    {
        var tree = new BugTree(Directory.CreateTempSubdirectory("kiosk-bugs-").FullName);
        CopyFolder(new DirectoryInfo(Checkout.Root), tree.Root);
        return tree;
    }

    /// <summary>
    /// Builds what the cuts need. Throws with what the compiler said. It becomes a repository of its own: else git
    /// would look for one above it.
    /// </summary>
    public async Task BuildAsync(CancellationToken stop)
    {
        await RunAsync("takes no repository", stop, "git", "init", "-q");
        await RunAsync("does not build", stop, "dotnet", "build", Simulation, "-v", "q", "--nologo", NoAnalyzers);
    }

    /// <summary>
    /// Applies all patches of a folder at once, builds a program and runs it. Throws with what the compiler said.
    /// </summary>
    public async Task<(int Code, IReadOnlyList<string> Said)> RunPatchedAsync(
        string patches, string project, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        await RunAsync("takes no repository", stop, "git", "init", "-q");
        foreach (var patch in Directory.GetFiles(Path.Combine(Root, patches), "*.patch"))
        {
            await RunAsync($"does not take {Path.GetFileName(patch)}", stop, "git", "apply", patch);
        }

        await RunAsync(
            "does not build with the bugs", stop, "dotnet", "build", project, "-v", "q", "--nologo", NoAnalyzers);
        var program = Output(project, $"KioskSuite.{Path.GetFileName(project)}.dll");
        return await StartAsync(stop, ["dotnet", program, .. arguments]);
    }

    /// <summary>Applies a patch, builds the one project it changes, and puts that beside the cuts.</summary>
    public async Task PatchAsync(string patch, CancellationToken stop)
    {
        _source = Path.Combine(Root, ChangedBy(patch));
        File.Copy(_source, Sound(_source));
        await RunAsync("does not take the patch", stop, "git", "apply", patch);
        var project = ProjectOf(patch);
        await RunAsync(
            "does not build with the bug", stop, "dotnet", "build", project, "-v", "q", "--nologo", NoAnalyzers,
            "--no-restore", "-p:BuildProjectReferences=false");
        var name = $"KioskSuite.{Path.GetFileName(project)}.dll";
        _used = Output(Simulation, name);
        File.Copy(_used, Sound(_used));
        File.Copy(Output(project, name), _used, overwrite: true);
    }

    /// <summary>Takes the last patch back as far as it came, with what was built of it.</summary>
    public void Undo()
    {
        foreach (var file in (string[])[_source, _used])
        {
            if (File.Exists(Sound(file)))
            {
                File.Copy(Sound(file), file, overwrite: true);
                File.Delete(Sound(file));
            }
        }
    }

    /// <summary>Runs the cuts; what they print, and whether they found nothing.</summary>
    public async Task<(bool Sound, IReadOnlyList<string> Said)> CutAsync(CancellationToken stop)
    {
        var (code, said) = await StartAsync(
            stop, "dotnet", Output(Simulation, "KioskSuite.Simulation.dll"), "-noColor", "-explicit", "only", "-method",
            "KioskSuite.Simulation.Cuts.BugHunt.No_cut_finds_a_bug");
        return (code == 0, said);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories().Where(f => !s_left.Contains(f.Name)))
        {
            CopyFolder(folder, Path.Combine(to, folder.Name));
        }
    }

    private static string Sound(string file) => $"{file}.sound";

    private static string ChangedBy(string patch) =>
        File.ReadLines(patch).First(l => l.StartsWith(Changed, StringComparison.Ordinal))[Changed.Length..];

    // The nearest folder above the changed file that has a project.
    private string ProjectOf(string patch)
    {
        var folder = Path.GetDirectoryName(ChangedBy(patch))!;
        while (Directory.GetFiles(Path.Combine(Root, folder), "*.csproj").Length == 0)
        {
            folder = Path.GetDirectoryName(folder) ?? throw new LauncherException($"{patch}: no project");
        }

        return folder;
    }

    private string Output(string project, string file) => Path.Combine(Root, project, "bin", "Debug", "net10.0", file);

    private async Task RunAsync(string otherwise, CancellationToken stop, params string[] command)
    {
        var (code, said) = await StartAsync(stop, command);
        if (code != 0)
        {
            throw new LauncherException($"the tree {otherwise}:\n{string.Join('\n', said.TakeLast(20))}");
        }
    }

    private async Task<(int Code, IReadOnlyList<string> Said)> StartAsync(
        CancellationToken stop, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new LauncherException($"{command[0]} did not start");
        using var killed = stop.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        stop.ThrowIfCancellationRequested();
        return (process.ExitCode, $"{said}\n{await errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
