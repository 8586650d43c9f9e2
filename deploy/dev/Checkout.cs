namespace KioskSuite.Dev;

/// <summary>Where this checkout and its built programs are.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Seed => Path.Combine(Root, "simulators", "seed.json");

    public static string Scenarios => Path.Combine(Root, "simulators", "scenarios.json");

    public static string KioskTemplate => Path.Combine(Root, "deploy", "kiosks", "demo.json");

    /// <summary>The built assembly of a project, by its folder below the root.</summary>
    public static string Assembly(string project, string? name = null)
    {
        var file = $"{name ?? $"KioskSuite.{Path.GetFileName(project)}"}.dll";
        var path = Path.Combine(Root, project, "bin", "Debug", "net10.0", file);
        return File.Exists(path) ? path : throw new Demo.LauncherException($"{project} is not built; run ./kiosk demo");
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KioskSuite.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new Demo.LauncherException("KioskSuite.sln not found");
        }

        return folder;
    }
}
