using System.Diagnostics;
using static System.StringComparison;

namespace KioskSuite.Tests.Tidy;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Every tracked file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Tracked files below one of the folders (or anywhere) that end in one of the endings.</summary>
    public static IEnumerable<string> FilesIn(string[] folders, params string[] endings) => Files
        .Where(file => folders.Length == 0 || folders.Any(folder => file.StartsWith($"{folder}/", Ordinal)))
        .Where(file => endings.Any(ending => file.EndsWith(ending, Ordinal)));

    public static string Read(string file) => File.ReadAllText(PathTo(file));

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KioskSuite.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("KioskSuite.sln not found above the tests");
        }

        return folder;
    }

    /// <summary>A file that is deleted but still tracked is no longer there to be judged.</summary>
    private static string[] ListFiles()
    {
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", Root, "ls-files", "-z"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var git = Process.Start(start)!;
        var listed = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException("git ls-files failed");
        return [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(PathTo(file)))];
    }
}
